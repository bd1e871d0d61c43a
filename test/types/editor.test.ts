/** What an editor shows of a schema that is imported as its class: asked of the language service. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Project, ts } from "ts-morph";
import { beforeAll, describe, expect, test } from "vitest";
import { cache } from "../pipeline/strict-project.js";
import { compilerOptions } from "./inferred-project.js";

const header = `import { bits, constant, enumeration, struct, u16, u8, utf8, variant, when } from "structview/schema";

/** Protocols (RFC 790). */
export const Protocol = enumeration(u8, {
  icmp: 1,
  /** Transmission control. */
  tcp: 6,
});

/** A place. */
export const Point = struct({
  /** To the right. */
  x: u16,
  y: u16,
});

/** A ping. */
export const Ping = struct({
  type: constant(u8, 1),
  /** Counts pings. */
  id: u16,
});
export const Text = struct({
  type: constant(u8, 2),
  /** What is said. */
  text: utf8(4),
  /** Only sometimes. */
  time: when("type", u16),
});
export const Signal = variant("type", [Ping, Text]);
`;

const packet = `import { array, bits, computed, struct, u8 } from "structview/schema";
import { Point, Protocol, Signal } from "./header.js";

/** An IPv4 header. */
export const Packet = struct(
  {
    version: bits(4),
    /** Header length in 32-bit words, options included. */
    ihl: computed(bits(4), "5"),
    /** Protocol of the payload. */
    protocol: Protocol,
    /** Where it was sent. */
    place: Point,
    /** Where it went. */
    way: array(Point, 3),
    signal: Signal,
    ttl: u8,
  },
  { byteOrder: "big" },
);
`;

const use = `import { Packet } from "./packet.js";
import { Protocol, Signal } from "./header.js";

const packet = Packet.view(new Uint8Array(64));
packet.ihl;
packet.protocol === Protocol.tcp;
packet.place.x;
packet.way.at(1).x;
for (const each of packet.way) each.y;
if (packet.signal.type === 1) packet.signal.id;
else packet.signal.text.bytes;
packet.way.column("x").at(0);
Packet.write(new Uint8Array(64), { ...Packet.toObject(packet), ttl: 5 });
packet.ttl = 4;
Signal.parse(new Uint8Array(9));
`;

const files = { "header.ts": header, "packet.ts": packet, "use.ts": use };
const folder = path.join(cache, `editor-${process.pid}`);
let service: ts.LanguageService;

beforeAll(() => {
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, noEmit: true },
    folder,
  );
  const project = new Project({ compilerOptions: options });
  for (const [name, text] of Object.entries(files)) {
    project.createSourceFile(path.join(folder, name), text);
  }
  service = project.getLanguageService().compilerObject;
  expect(project.formatDiagnosticsWithColorAndContext(project.getPreEmitDiagnostics())).toBe("");
});

/** A place in a file: the first occurrence of `text`, and where in it the cursor is. */
function at(
  name: keyof typeof files,
  text: string,
  within = 0,
): { file: string; position: number } {
  const start = files[name].indexOf(text);
  if (start < 0) throw new Error(`${name} has no ${text}`);
  return { file: path.join(folder, name), position: start + within };
}

/** Returns the line of a file that a span begins in, from where it begins. */
function lineAt(fileName: string, span: ts.TextSpan): string {
  const name = path.basename(fileName);
  const text = name in files ? files[name as keyof typeof files] : readFileSync(fileName, "utf8");
  return `${name}: ${text.slice(span.start).split("\n")[0]}`;
}

function quickInfo(place: { file: string; position: number }): { type: string; doc: string } {
  const found = service.getQuickInfoAtPosition(place.file, place.position);
  return {
    type: ts.displayPartsToString(found?.displayParts),
    doc: ts.displayPartsToString(found?.documentation),
  };
}

/** Returns the names that are offered at a place. */
function namesAt(place: { file: string; position: number }): readonly string[] {
  const found = service.getCompletionsAtPosition(place.file, place.position, {});
  return (found?.entries ?? []).map(({ name }) => name);
}

const properties = [
  {
    name: "a field",
    place: () => at("use.ts", "packet.ihl", 7),
    type: "ihl: number",
    doc: "Header length in 32-bit words, options included.",
    definition: `packet.ts: ihl: computed(bits(4), "5"),`,
  },
  {
    name: "an enumeration's field",
    place: () => at("use.ts", "packet.protocol", 7),
    type: "protocol: 1 | 6",
    doc: "Protocol of the payload.",
    definition: "packet.ts: protocol: Protocol,",
  },
  {
    name: "a value of an enumeration",
    place: () => at("use.ts", "Protocol.tcp", 9),
    type: "tcp: 6",
    doc: "Transmission control.",
    definition: "header.ts: tcp: 6,",
  },
  {
    name: "a nested record",
    place: () => at("use.ts", "packet.place", 7),
    type: "place: StructRecord<",
    doc: "Where it was sent.",
    definition: "packet.ts: place: Point,",
  },
  {
    name: "a field of a nested record, of a struct of another file",
    place: () => at("use.ts", "place.x", 6),
    type: "x: number",
    doc: "To the right.",
    definition: "header.ts: x: u16,",
  },
  {
    name: "a field of an element",
    place: () => at("use.ts", "at(1).x", 6),
    type: "x: number",
    doc: "To the right.",
    definition: "header.ts: x: u16,",
  },
  {
    name: "a field of an element that is iterated over",
    place: () => at("use.ts", "each.y", 5),
    type: "y: number",
    doc: "",
    definition: "header.ts: y: u16,",
  },
  {
    name: "a field of one case of a variant",
    place: () => at("use.ts", "signal.id", 7),
    type: "id: number",
    doc: "Counts pings.",
    definition: "header.ts: id: u16,",
  },
  {
    name: "a field of the other case",
    place: () => at("use.ts", "signal.text", 7),
    type: "text: Utf8Text",
    doc: "What is said.",
    definition: "header.ts: text: utf8(4),",
  },
  {
    name: "a field of a plain object",
    place: () => at("use.ts", "ttl: 5"),
    type: "ttl: number",
    doc: "",
    definition: "packet.ts: ttl: u8,",
  },
];

describe("the language service", () => {
  test.each(properties)(
    "knows type, doc comment and definition of $name",
    ({ place, type, doc, definition }) => {
      const { file, position } = place();
      const shown = quickInfo({ file, position });
      expect(shown.type).toContain(type);
      expect(shown.doc).toBe(doc);
      const definitions = service.getDefinitionAtPosition(file, position) ?? [];
      const lines = definitions.map(({ fileName, textSpan }) => lineAt(fileName, textSpan));
      expect(lines).toContain(definition);
      // An object that is written has its own field as a second place.
      expect(lines.filter((line) => !line.startsWith("use.ts"))).toEqual([definition]);
    },
  );

  test("shows the doc comment of the struct, and those of its static members", () => {
    expect(quickInfo(at("use.ts", "Packet.view")).doc).toBe("An IPv4 header.");
    const view = quickInfo(at("use.ts", "Packet.view", 7));
    expect(view.type).toContain("view(bytes: Bytes)");
    expect(view.doc).toContain("Views the record that `bytes` holds");
    expect(quickInfo(at("use.ts", "Signal.parse", 7)).doc).toContain("validates its contents");
  });

  test("leads from the class to the schema", () => {
    const { file, position } = at("use.ts", "Packet.view");
    const [definition] = service.getDefinitionAtPosition(file, position) ?? [];
    expect(definition && lineAt(definition.fileName, definition.textSpan)).toBe(
      "packet.ts: Packet = struct(",
    );
  });

  test("completes the fields of a record and the members of its class, and nothing of the schema", () => {
    const own = namesAt(at("use.ts", "packet.ihl", 7));
    expect([...own].sort()).toEqual(
      [
        "$bytes $finish $offset $size $struct $view".split(" "),
        "ihl place protocol signal toJSON ttl version way".split(" "),
      ].flat(),
    );
    const statics = namesAt(at("use.ts", "Packet.view", 7));
    expect(statics).toEqual(
      expect.arrayContaining(["view", "viewPrefix", "parse", "create", "need"]),
    );
    for (const hidden of ["fields", "options", "kind"]) expect(statics).not.toContain(hidden);
    expect(namesAt(at("use.ts", "Protocol.tcp", 9))).toEqual(["icmp", "tcp"]);
    expect(namesAt(at("use.ts", '"x"', 1))).toEqual(["x", "y"]);
  });

  test("finds a field wherever it is used, and renames it in all files", () => {
    const { file, position } = at("header.ts", "x: u16");
    const references = (service.findReferences(file, position) ?? []).flatMap((each) =>
      each.references.map(({ fileName, textSpan }) => lineAt(fileName, textSpan)),
    );
    const uses = ["header.ts: x: u16,", "use.ts: x;", "use.ts: x;"];
    expect(references.filter((line) => !line.includes('"'))).toEqual(uses);
    const renamed = service.findRenameLocations(file, position, false, false, {}) ?? [];
    expect(renamed.map(({ fileName, textSpan }) => lineAt(fileName, textSpan))).toEqual(
      expect.arrayContaining(uses),
    );
  });
});
