/** What the libraries add to a bundle. */
import { builtinModules } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { gzippedSize } from "../../size/bundle.js";
import { compileSchemas } from "../compile-schemas.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const runtime = fileURLToPath(new URL("../../../runtime/dist/index.js", import.meta.url));

/** What a program imports to read and write particles, by the name of the library. */
const entries: Readonly<Record<string, string>> = {
  structview: `export { Particle, ParticleArray } from "../.build/particle.mjs";`,
  FlatBuffers: `export { ByteBuffer } from "flatbuffers";
export { Particle, Particles } from "./libraries/generated/flatbuffers/peer.js";`,
  "capnp-es": `export { Message } from "capnp-es";
export { Particle, Particles } from "./libraries/generated/capnp.js";`,
  structurae: `export { View } from "structurae";`,
  "typed-struct": `export { Struct } from "typed-struct";`,
  "buffer-backed-object": `export * from "buffer-backed-object";`,
  Bebop: `export { Particle, Particles } from "./libraries/generated/bebop.js";`,
  "protobufjs (minimal)": `export * from "protobufjs/minimal.js";`,
  "protobuf-es": `export { fromBinary, toBinary, create } from "@bufbuild/protobuf";
export { ParticleSchema, ParticlesSchema } from "./libraries/generated/protobuf-es.js";`,
  "binary-parser": `export { Parser } from "binary-parser";`,
  restructure: `export * from "restructure";`,
  Kaitai: `export * from "./libraries/generated/kaitai.cjs";`,
  Arrow: `export { tableFromArrays, tableFromIPC } from "apache-arrow";`,
};

/** Returns the bytes that each library takes, minified and gzipped. */
export async function peerSizes(): Promise<Map<string, number>> {
  // Writes the module that is bundled.
  await compileSchemas();
  const sizes = new Map<string, number>();
  for (const [name, contents] of Object.entries(entries)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder, loader: "ts" },
      alias: { "@structview/runtime": runtime },
      tsconfigRaw: {},
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      target: "es2022",
      platform: "browser",
      // What Node has, and encodings that a TextDecoder lacks, are not counted: a program may do without.
      external: [...builtinModules, "node:*", "iconv-lite"],
      outfile: path.join(folder, "out.js"),
      logLevel: "error",
    });
    sizes.set(name, gzippedSize(outputFiles[0]?.text ?? ""));
  }
  return sizes;
}
