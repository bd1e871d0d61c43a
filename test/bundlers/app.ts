/** One small application, with its schemas beside it: what every bundler builds, both ways. */
import type { Files } from "../cli/project.js";

/** Which way the application gets its classes. */
export type Way = "direct" | "files";

/** What the application prints when it runs. */
export const printed = JSON.stringify({
  sizes: [12, 4],
  kind: "hello",
  stamp: 7,
  version: "v3",
  text: "hi",
  error: "ValidityError",
});

const schemas = (extension: string): Files => ({
  [`packet${extension}`]: `import { array, bytes, struct, u16, u8, wrapped } from "structview/schema";
import { words } from "./words.js";
import { Kind } from "./kind${extension === ".ts" ? ".js" : extension}";
import { Stamp } from "./stamp${extension === ".ts" ? ".js" : extension}";

/** What the application sends. */
export const Packet = struct(
  {
    kind: Kind,
    version: wrapped<string>(u8, { from: "./codecs.js", name: "version" }),
    /** When it was sent. */
    stamp: Stamp,
    numbers: array(u16, words),
    text: bytes(2),
  },
  { byteOrder: "big" },
);
`,
  [`kind${extension}`]: `import { enumeration, u8 } from "structview/schema";

export const Kind = enumeration(u8, { hello: 1, bye: 2 });
`,
  [`stamp${extension}`]: `import { struct, u32 } from "structview/schema";

export const Stamp = struct({ seconds: u32 }, { byteOrder: "big" });
`,
  "words.ts": `export const words: number = 2;\n`,
});

const codecs = `export const version = { decode: (raw) => "v" + raw, encode: (text) => Number(text.slice(1)) };\n`;

const main = (
  from: (name: string) => string,
): string => `import { ValidityError } from "@structview/runtime";
import { Kind, nameOfKind } from "${from("kind")}";
import { Packet } from "${from("packet")}";
import { Stamp } from "${from("stamp")}";

const packet = Packet.create({
  kind: Kind.hello,
  version: "v3",
  stamp: { seconds: 7 },
  text: new TextEncoder().encode("hi"),
});
let error = "none";
try {
  Packet.parse(new Uint8Array(12));
} catch (caught) {
  if (caught instanceof ValidityError) error = caught.name;
}
console.log(
  JSON.stringify({
    sizes: [Packet.size, Stamp.size],
    kind: nameOfKind(packet.kind),
    stamp: packet.stamp.seconds,
    version: packet.version,
    text: new TextDecoder().decode(packet.text),
    error,
  }),
);
`;

/** The files of the application. */
export function filesOf(way: Way): Files {
  if (way === "direct") {
    return {
      "src/main.js": main((name) => `./${name}.layout.ts`),
      "src/codecs.js": codecs,
      ...within("src", schemas(".layout.ts")),
    };
  }
  return {
    "structview.config.json": `{ "schemas": ["schemas/{packet,kind,stamp}.ts"], "out": "src/generated" }`,
    "src/main.ts": main((name) => `./generated/${name}.js`),
    "schemas/codecs.js": codecs,
    ...within("schemas", schemas(".ts")),
  };
}

function within(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]),
  );
}

/** An application whose schemas are JSON, of which one refers to the other, and what it prints. */
export const jsonApp: { readonly files: Files; readonly printed: string } = {
  printed: `{"shape":"circle","size":5}`,
  files: {
    "src/main.js": `import { Figure } from "./figure.layout.json";
import { nameOfShape } from "./shape.layout.json";

const figure = Figure.view(Uint8Array.of(2, 0, 0, 0, 9));
console.log(JSON.stringify({ shape: nameOfShape(figure.shape), size: Figure.size }));
`,
    "src/figure.layout.json": JSON.stringify({
      types: [
        {
          kind: "struct",
          name: "Figure",
          fields: [
            {
              name: "shape",
              type: { kind: "reference", name: "Shape", from: "./shape.layout.json" },
            },
            { name: "radius", type: "u32" },
          ],
        },
      ],
    }),
    "src/shape.layout.json": JSON.stringify({
      types: [
        {
          kind: "enumeration",
          name: "Shape",
          base: "u8",
          members: [
            { name: "square", value: 1 },
            { name: "circle", value: 2 },
          ],
        },
      ],
    }),
  },
};
