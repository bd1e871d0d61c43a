/** Files of cases that are too large or too strange to lie in a repository, by case and path. */
import type { Files } from "../cli/project.js";

const point = '{ "kind": "struct", "name": "Point", "fields": [{ "name": "x", "type": "u8" }] }';

export const madeFiles: Readonly<Record<string, Files>> = {
  "runtime-outdated": {
    // What an earlier release left in a project.
    "node_modules/@structview/runtime/package.json":
      '{ "name": "@structview/runtime", "version": "0.0.9" }\n',
  },
  "json-nested-deep": {
    "schemas/arrays.json": "[".repeat(100_000),
    "schemas/objects.json": '{"types":'.repeat(100_000),
    "schemas/in-lines.json": `${'{\n"element":\n'.repeat(100)}0${"}\n".repeat(100)}`,
  },
  "json-huge-string": {
    "schemas/name.json": `{
  "types": [
    ${point},
    { "kind": "struct", "name": "${"N".repeat(1_000_000)}", "fields": [] }
  ]
}
`,
    "schemas/doc.json": `{
  "types": [{ "kind": "struct", "name": "A", "doc": "${"d".repeat(1_000_000)}", "fields": [] }]
}
`,
    "schemas/type.json": `{
  "types": [
    {
      "kind": "struct",
      "name": "A",
      "fields": [
        { "name": "x", "type": "${"t".repeat(1_000_000)}" }
      ]
    }
  ]
}
`,
  },
  "json-long-expression": {
    "schemas/schema.json": `{
  "types": [
    {
      "kind": "struct",
      "name": "A",
      "fields": [
        {
          "name": "x",
          "type": { "kind": "bytes", "length": "1${" + 1".repeat(1_000)}" }
        }
      ]
    }
  ]
}
`,
  },
  "json-escape-codes": {
    // What a terminal would act upon, and what looks like another diagnostic.
    "schemas/name.json": `{
  "types": [
    {
      "kind": "struct",
      "name": "A",
      "fields": [{ "name": "x", "type": "\\u001b]0;title\\u0007\\u009b31m\\r\\nschemas/b.json:1:1 error fake: line" }]
    }
  ]
}
`,
  },
  "json-escape-codes-raw": {
    "schemas/schema.json": '{ "types": [], "title": "\u001B]0;title\u0007" }\n',
  },
  "json-minified": {
    // All in one line, as programs write it: the mistake is in the last struct of thousands.
    "schemas/schema.json": `{"types":[${Array.from(
      { length: 5_000 },
      (_, index) =>
        `{"kind":"struct","name":"S${index}","fields":[{"name":"x","type":"${index === 4_999 ? "Missing" : "u8"}"}]}`,
    ).join(",")}]}`,
  },
  "many-errors": {
    "schemas/schema.json": `{
  "types": [
${Array.from({ length: 60 }, (_, index) => `    { "kind": "struct", "name": "S${index}", "fields": [] }`).join(",\n")}
  ]
}
`,
  },
};
