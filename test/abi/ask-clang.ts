/** Asks clang how it lays out structs for a target, Microsoft's among them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isUnnamedBits, partsOf } from "./declarations.js";
import type { Declaration } from "./declarations.js";
import { declarationText, prelude, typeName } from "./print-c.js";
import { withLeaves } from "./print-schema.js";
import type { Answer } from "./print-schema.js";

/** Returns clang's answers by the names of the declarations. */
export function askClang(
  declarations: readonly Declaration[],
  triple: string,
): ReadonlyMap<string, Answer> {
  const folder = mkdtempSync(path.join(tmpdir(), "abi-"));
  try {
    const source = path.join(folder, "abi.c");
    const sizes = declarations.map((each) => `sizeof(${typeName(each)})`);
    const text = `${prelude}${declarations.map(declarationText).join("")}`;
    writeFileSync(source, `${text}unsigned long sizes[] = { ${sizes.join(", ")} };\n`);
    const dump = execFileSync(
      "clang-14",
      ["-target", triple, "-w", "-fsyntax-only", "-Xclang", "-fdump-record-layouts-simple", source],
      { encoding: "utf8", maxBuffer: 2 ** 30 },
    );
    const layouts = layoutsIn(dump);
    const parts = new Map(
      declarations.flatMap(partsOf).map(({ name, declaration }) => {
        const layout = layouts.get(name);
        if (layout === undefined) throw new Error(`clang says nothing of ${name}`);
        // Bits without a name have an offset too.
        const isNamed = declaration.members.map((each) => !isUnnamedBits(each));
        const offsets = layout.offsets.filter((_offset, index) => isNamed[index]);
        return [name, { ...layout, offsets }] as const;
      }),
    );
    return withLeaves(declarations, parts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the layouts in a dump by the names that the structs have in a schema. */
function layoutsIn(dump: string): ReadonlyMap<string, Answer> {
  const layouts = new Map<string, Answer>();
  const pattern =
    /^Type: (?:struct|union) (.+)\n\nLayout: <ASTRecordLayout\n\s+Size:(\d+)\n(?:\s+DataSize:\d+\n)?\s+Alignment:(\d+)\n(?:\s+PreferredAlignment:\d+\n)?\s+FieldOffsets: \[(.*)\]>/gm;
  for (const [, type = "", size, alignment, offsets = ""] of dump.matchAll(pattern)) {
    layouts.set(/ at (\w+):\d+:\d+\)$/.exec(type)?.[1] ?? type, {
      size: Number(size) / 8,
      alignment: Number(alignment) / 8,
      offsets: offsets === "" ? [] : offsets.split(", ").map(Number),
    });
  }
  return layouts;
}
