/** What TypeScript infers of a schema is the type of the class that is generated for it. */
import type { Project } from "ts-morph";
import { ts } from "ts-morph";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InferredProject, ownCompiler, soundnessText } from "./inferred-project.js";
import { TypeComparison } from "./type-comparison.js";

const columnTyped = {
  reason: "a typed array lies over numbers only where no other bytes are between them",
  place:
    /(column\(\)=>\[\]\.\w+|\.(apart|bytesApart|grid|all|colours)(\.at\(\)=>|\.toArray\(\)=><0>|\.\[Symbol\.iterator\]\(\)=><0>)?)\.typed: is missing$/,
};

/**
 * Known differences, by the place that ends so. Sizes are not known to TypeScript, so neither are arrays
 * that are as they are because of a size.
 */
const known: readonly { readonly reason: string; readonly place: RegExp }[] = [
  {
    reason: "both cases happen to have the same size, without being fixed",
    place: /^(Pair|Pairs)\.(size|array|viewSuffix|readSuffix): is missing$/,
  },
  {
    reason: "the field is as large as the record, so that its column is an ordinary array",
    place:
      /^(ToldWord|Words?|HasFound)\..*column\(\)=>\[\]\.(real|whole|point|found)\.(typed|column|search|sort|cursor): is missing$/,
  },
  columnTyped,
  {
    reason: "the same, whose setAt calls its parameter a record",
    place:
      /^(Words?|HasFound)\..*\.(point|found)\.setAt\(\): \(index, record\) is \(index, value\)$/,
  },
];

/** Sizes are numbers, and the name of a struct, which an export gives it, is a string. */
const widened = new Set(["size", "$size", "minimumSize", "alignment", "$struct"]);

/** What records, arrays and classes have for the generated code alone. */
const isInternal = (name: string): boolean =>
  name === "prototype" || /^\$(?!(view|offset|size|bytes|finish|struct|value)$)/.test(name);

let made: InferredProject;
let project: Project;

beforeAll(async () => {
  made = await InferredProject.of("inferred-classes");
  project = made.open();
}, 120_000);

afterAll(async () => made.remove());

/** Returns the types of the values that a module exports, by name. */
function exportsOf(file: string): ReadonlyMap<string, ts.Type> {
  const checker = project.getTypeChecker().compilerObject;
  const source = project.getSourceFileOrThrow(made.pathOf(file)).compilerNode;
  const symbol = checker.getSymbolAtLocation(source);
  if (symbol === undefined) throw new Error(`${file} is no module`);
  const values = checker
    .getExportsOfModule(symbol)
    .map((each) =>
      (each.flags & ts.SymbolFlags.Alias) === 0 ? each : checker.getAliasedSymbol(each),
    )
    .map((each, index) => [checker.getExportsOfModule(symbol)[index]?.name ?? "", each] as const)
    .filter(([, each]) => (each.flags & ts.SymbolFlags.Value) !== 0);
  return new Map(values.map(([name, each]) => [name, checker.getTypeOfSymbol(each)]));
}

function differences(name: string): readonly string[] {
  const [generated, inferred] = [
    exportsOf(`generated/${name}.ts`),
    exportsOf(`schemas/${name}.ts`),
  ];
  const comparison = new TypeComparison(project.getTypeChecker().compilerObject, {
    isInternal,
    isWidened: (member) => widened.has(member),
    isKnown: (line) => known.some(({ place }) => place.test(line)),
  });
  return [...inferred].flatMap(([type, its]) => {
    const wanted = generated.get(type);
    return wanted === undefined
      ? [`${type}: is not generated`]
      : comparison.compare(wanted, its, type);
  });
}

describe("the types that a schema infers", () => {
  test("have no mistakes, whatever the schema has", () => {
    const found = made.names.flatMap((name) =>
      project.getSourceFileOrThrow(made.pathOf(`schemas/${name}.ts`)).getPreEmitDiagnostics(),
    );
    expect(project.formatDiagnosticsWithColorAndContext(found)).toBe("");
  });

  test("are those of the generated classes, member by member, in the schemas of this repository", () => {
    const names = made.names.filter((name) => name !== "every-kind");
    expect(names.length).toBeGreaterThan(9);
    const found = names.flatMap(differences).filter((line) => !columnTyped.place.test(line));
    expect(found).toEqual([]);
  });

  test("are those of the generated classes for every kind of type, but where sizes decide", () => {
    const found = differences("every-kind");
    const others = found.filter((line) => !known.some(({ place }) => place.test(line)));
    expect(others).toEqual([]);
    for (const { reason, place } of known) {
      expect(
        found.some((line) => place.test(line)),
        reason,
      ).toBe(true);
    }
    expect(made.classesOf("every-kind").length).toBeGreaterThan(40);
  });

  test("are compared so that a difference is found, however small", () => {
    const generated = exportsOf("generated/every-kind.ts");
    const compare = (a: string, b: string): readonly string[] => {
      const [first, second] = [generated.get(a), generated.get(b)];
      if (first === undefined || second === undefined) throw new Error("no such class");
      return new TypeComparison(project.getTypeChecker().compilerObject, {
        isInternal: () => false,
        isWidened: () => false,
        isKnown: () => false,
      }).compare(first, second, "X");
    };
    expect(compare("Point", "Point")).toEqual([]);
    expect(compare("Told", "Found").join("\n")).toContain(
      "X.view(): (bytes, byteOrder) is (bytes)",
    );
    const signals = compare("Ping", "Flag").join("\n");
    expect(signals).toContain("X.view()=>.type: 1 is 0");
    expect(signals).toContain("X.view()=>.id: is missing");
    expect(signals).toContain("X.view()=>.value: is not there");
    expect(signals).toContain('X.view()=>.$struct: "Ping" is "Flag"');
    expect(compare("Slice", "Tail").join("\n")).toContain("X.view(): (bytes, count?) is (bytes)");
  });

  test("let only what is generated take their place, and plain objects go both ways", async () => {
    const text = soundnessText(made);
    expect(await made.compile("soundness.ts", text, ownCompiler)).toBe("");
  }, 120_000);
});

describe("accessors", () => {
  test("of two directions, and of one, are the same as generated", () => {
    for (const name of made.names) {
      const fieldsOf = made
        .classesOf(name)
        .filter((type) => !/^(Signal|Slot|Ending|Pair|Pairs)$/.test(type));
      const readonly = (module: "schemas" | "generated"): readonly string[] => {
        const file = project.createSourceFile(
          made.pathOf(`${module}-${name}.ts`),
          `import * as all from "./${module}/${name}.js";
${fieldsOf.map((type) => `declare const ${type}: typeof all.${type}.prototype;\n`).join("")}
${fieldsOf.flatMap((type) => assignments(name, type)).join("\n")}`,
        );
        const lines = file
          .getPreEmitDiagnostics()
          .map(
            (each) =>
              `${each.getCode()} ${file.getText().split("\n")[(each.getLineNumber() ?? 1) - 1]}`,
          );
        file.delete();
        return lines;
      };
      const [inferred, generated] = [readonly("schemas"), readonly("generated")];
      // Where the setter of a select takes less than its getter returns, types that are inferred have none.
      expect(inferred).toEqual(generated.map((line) => line.replace(/^2322 /, "2540 ")));
      for (const line of inferred) expect(line).toMatch(/^2540 /);
      if (name === "every-kind") expect(inferred.length).toBeGreaterThan(30);
    }
  }, 120_000);
});

/** Returns statements that set each accessor of a record to what it is, which those of one direction refuse. */
function assignments(name: string, type: string): readonly string[] {
  const checker = project.getTypeChecker().compilerObject;
  const record = exportsOf(`schemas/${name}.ts`).get(type)?.getProperty("prototype");
  if (record === undefined) throw new Error(`${type} is no class`);
  return checker
    .getPropertiesOfType(checker.getTypeOfSymbol(record))
    .map((property) => property.name)
    .filter((property) => !/^(__@|\$|toJSON)/.test(property))
    .map((property) => `${type}.${property} = ${type}.${property}!;`);
}
