/** `structview import c` as its users run it, and what becomes of C that is broken, hostile or beyond a schema. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";
import { importText } from "./import-header.js";

const page = readFileSync(path.join(repository, "compiler/import/C.md"), "utf8");
const blocksOf = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, text = ""]) => text,
  );

describe("the page about C", () => {
  test("shows what is imported", async () => {
    const [header = ""] = blocksOf("c");
    const [schema = ""] = blocksOf("ts");
    const [session = ""] = blocksOf("console");
    const project = await Project.of({ "packet.h": header, "schemas/old.json": '{ "types": [] }' });
    const [command = "", ...said] = session.trim().split("\n");
    const run = await project.structview(command.replace("$ npx structview ", "").split(" "));
    expect(run).toEqual({ exitCode: 0, output: "", errors: `${said.join("\n")}\n` });
    expect(`// schemas/packet.ts\n${await project.read("schemas/packet.ts")}`).toBe(schema);
    const generated = await project.structview(["generate", "schemas/packet.ts"]);
    expect(generated.errors).toContain("wrote generated/packet.ts");
    expect(generated.exitCode).toBe(0);
  });

  test("names the options that there are", async () => {
    const project = await Project.of({});
    const { output } = await project.structview(["import", "c", "--help"]);
    const named = [...page.matchAll(/^\| `(-\w), (--[a-z]+)/gm)].map(
      ([, short, long]) => `${short}, ${long}`,
    );
    const there = [...output.matchAll(/^ {2}(-\w), (--[a-z]+)/gm)].map(
      ([, short, long]) => `${short}, ${long}`,
    );
    expect(there).toEqual(expect.arrayContaining(named));
    expect(named.length).toBe(6);
  });
});

describe("the command", () => {
  test("takes names, macros, folders, several files and a target", async () => {
    const project = await Project.of({
      "a.h":
        '#include "b.h"\n#include <c.h>\nstruct a { struct b b; long n[COUNT]; T t; };\nstruct other { int x; };\n',
      "b.h": "struct b { short s; };\n",
      "folder/c.h": "#ifdef WIDE\ntypedef long long T;\n#else\ntypedef int T;\n#endif\n",
      "d.h": "struct d { int q; };\n",
    });
    const args = ["a.h", "d.h", "-D", "COUNT=3", "-D", "WIDE", "-I", "folder", "-p", "none"];
    const options = ["--struct", "struct a", "-s", "d", "--target", "i386-linux"];
    const { exitCode, output } = await project.structview(["import", "c", ...args, ...options]);
    expect(exitCode).toBe(0);
    expect(output).toContain('cTarget("i386-linux")');
    expect(output).toContain("n: array(c.long, 3)");
    expect(output).toContain("t: c.longLong");
    expect(output).toContain("export const b = struct(");
    expect(output).toContain("export const d = struct(");
    expect(output).not.toContain("other");
  });

  test("tells by name and line what it leaves out, and does the rest", async () => {
    const project = await Project.of({
      "a.h":
        "extern int n;\nstruct v { int x[n]; };\nclass C { int x; };\nstruct ok { int y; };\nstruct w { struct v v; };\n",
    });
    const { exitCode, output, errors } = await project.structview([
      "import",
      "c",
      "a.h",
      "-p",
      "none",
    ]);
    expect(exitCode).toBe(0);
    expect(output).toContain("export const ok = struct(");
    expect(errors).toMatch(
      /^a\.h:2 warning not-imported: struct v is left out: x: its length is no constant/m,
    );
    expect(errors).toMatch(
      /^a\.h:3 warning not-imported: a declaration is left out: class is C\+\+/m,
    );
    expect(errors).toMatch(/^a\.h:2 warning not-imported: struct w is left out: v: x: /m);
    const asked = await project.structview(["import", "c", "a.h", "-p", "none", "-s", "w"]);
    expect(asked.exitCode).toBe(1);
    expect(asked.errors).toContain("a.h:2:16 error invalid-c: struct w is not imported");
  });

  test("refuses what it is not asked well", async () => {
    const project = await Project.of({ "a.h": "struct node { int x; };\n", "b.h": "int x;\n" });
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["a.h", "-s", "nodde"], "there is no struct nodde in it; did you mean node?"],
      [["a.h", "-t", "i386-linx"], "there is no target i386-linx; did you mean i386-linux?"],
      [["c.h"], "c.h: there is no such file, or it is no text"],
      [["a.h", "-D", "1"], "-D takes NAME or NAME=VALUE, not 1"],
      [["b.h"], "there is nothing to import in b.h"],
    ];
    for (const [args, message] of cases) {
      const { exitCode, output, errors } = await project.structview(["import", "c", ...args]);
      expect({ exitCode, output, errors }).toEqual({
        exitCode: 2,
        output: "",
        errors: `structview: ${message}\n`,
      });
    }
  });
});

describe("declarations", () => {
  test("keep comments, constants and names", () => {
    const { value } = importText(
      `/* A licence. */

/** A node
 *  of a list. */
struct node { /* behind the brace */
  int x; ///< the x
  /* above */
  int y, // for y
      z; /* for z */
};
#define MAX (1 << 4) /* most */
#define ALSO MAX
#define TEXT "x"
#define CALL(x) x
enum { ONE = 1, TWO };
enum used { THREE = 3 };
typedef struct node node_t;
typedef struct { int q; } thing, *thing_p;
`,
      "x86_64-linux",
    );
    const named = value.types.map(({ kind, name, doc }) => ({ kind, name, doc }));
    expect(named).toEqual([
      { kind: "constant", name: "ONE", doc: undefined },
      { kind: "constant", name: "TWO", doc: undefined },
      { kind: "constant", name: "MAX", doc: "most" },
      { kind: "constant", name: "ALSO", doc: undefined },
      { kind: "struct", name: "node", doc: "A node\nof a list.\nbehind the brace" },
      { kind: "enumeration", name: "used", doc: undefined },
      { kind: "struct", name: "thing", doc: undefined },
      { kind: "alias", name: "node_t", doc: undefined },
    ]);
    const node = value.types.find(({ name }) => name === "node");
    const docs = node?.kind === "struct" ? node.members.map(({ doc }) => doc) : [];
    expect(docs).toEqual(["the x", "above\nfor y", "for z"]);
  });

  test("have byte orders where their names say so", () => {
    const { value } = importText(
      "#include <linux/types.h>\nstruct a { __be32 x; __le16 y; __u8 z; };",
      "x86_64-linux",
    );
    const [record] = value.types;
    expect(record?.kind === "struct" ? record.members.map(({ type }) => type) : []).toEqual([
      { kind: "scalar", scalar: "u32", byteOrder: "big" },
      { kind: "scalar", scalar: "u16", byteOrder: "little" },
      { kind: "scalar", scalar: "u8" },
    ]);
  });

  test.for([
    { c: '_Static_assert(sizeof(struct a) == 8, "x");', want: [] },
    { c: '_Static_assert(sizeof(struct a) == 4, "too large");', want: ["does not hold"] },
    { c: "_Static_assert(__builtin_offsetof(struct a, y) == 4);", want: [] },
    {
      c: "_Static_assert(sizeof(((struct a *)0)->y) + (unsigned long)&((struct a *)0)->y == 5);",
      want: [],
    },
    {
      c: "_Static_assert((-1 < 0u) == 0 && 07 == 0b111 && '\\n' == 0xa && 5 / -2 == -2);",
      want: [],
    },
    { c: "_Static_assert(1 ? 1 : 1 / 0); _Static_assert(0 && 1 / 0 || 3 > 2);", want: [] },
    { c: "_Static_assert(1 / 0);", want: ["no result"] },
  ])("assert what holds: $c", ({ c, want }) => {
    const { mistakes, value } = importText(`struct a { int x; char y; };\n${c}`, "x86_64-linux");
    expect(mistakes.map(({ message }) => message)).toEqual(
      want.map((each) => expect.stringContaining(each) as string),
    );
    const [record] = value.types;
    const size = c.includes("== 8") ? 8 : undefined;
    expect(record?.kind === "struct" ? record.size : 0).toBe(size);
  });
});

describe("structs", () => {
  test.for([
    {
      it: "have the alignment of their typedef",
      c: "typedef struct { int x; } a __attribute__((aligned(16)));",
      types: [["struct", "a", 16]],
    },
    {
      it: "have the name of the typedef that does not align them",
      c: "typedef struct { int x; } a __attribute__((aligned(16))), b, *c;",
      types: [
        ["struct", "b"],
        ["struct", "a", 16],
      ],
    },
    {
      it: "are there twice where a typedef aligns one with a tag",
      c: "typedef struct s { int x; } a __attribute__((aligned(16))), b; typedef a again;",
      types: [
        ["struct", "s"],
        ["struct", "a", 16],
        ["alias", "b"],
        ["struct", "again", 16],
      ],
    },
  ])("$it", ({ c, types }) => {
    expect(declared(c)).toEqual({ types, remarks: [] });
  });

  test("say why a flexible array has no elements", () => {
    const { value } = importText(
      "struct in { int n; /* all */ char t[]; };\nstruct out { struct in in; char c; };",
      "x86_64-linux",
    );
    const [inner] = value.types;
    expect(inner?.kind === "struct" ? inner.members[1] : undefined).toEqual({
      name: "t",
      type: { kind: "array", element: { kind: "c", name: "char" }, length: 0 },
      doc: expect.stringMatching(
        /^A flexible array, here without elements: the struct lies in others/,
      ),
    });
  });

  test("of Microsoft's compiler have enumerations of int, whatever their values are", () => {
    const text = "enum a { A = 0xffffffff, B = 0x80000000, C }; struct s { enum a a; };";
    const values = (target: string): unknown => {
      const [a] = importText(text, target).value.types;
      return a?.kind === "enumeration" ? [a.base, a.members.map(({ value }) => value)] : [];
    };
    const low = -(2n ** 31n);
    expect(values("x86_64-windows-msvc")).toEqual([
      { kind: "c", name: "int" },
      [-1n, low, low + 1n],
    ]);
    const high = 2n ** 31n;
    const all = [2n ** 32n - 1n, high, high + 1n];
    expect(values("x86_64-windows-gnu")).toEqual([{ kind: "c", name: "unsignedInt" }, all]);
  });

  test.for([
    [
      "typedef int T __attribute__((aligned(8)));\nstruct a { T x : 3; };",
      "x86_64-linux",
      "a.h:2 struct a is left out: x: bits of T, a type that a typedef aligns to 8 bytes, have no place in a schema",
    ],
    [
      "typedef struct { int x; } a[2], b __attribute__((aligned(16)));",
      "x86_64-linux",
      "a.h:1 b is left out: of its typedefs one has an alignment of its own, and b has another one; give it a tag",
    ],
    [
      "typedef struct { int x; } a __attribute__((aligned(16))), b[2];",
      "x86_64-linux",
      "a.h:1 a is left out: of its typedefs one has an alignment of its own, and b has another one; give it a tag",
    ],
    [
      "typedef long long T __attribute__((aligned(4)));\nstruct a { T x[2]; };",
      "x86_64-windows-msvc",
      "a.h:2 struct a is left out: x: Microsoft's rules for elements that a typedef aligns to 4 bytes, and their type to 8, are not known",
    ],
    [
      "struct a { char x[1ul << 49]; };",
      "x86_64-linux",
      "a.h:1 struct a is left out: x has 562949953421312 bytes, and no more than 281474976710656 are known",
    ],
    [
      "struct a { int x[0x20000000]; };",
      "i386-linux",
      "a.h:1 struct a is left out: x has 2147483648 bytes, and no more than 2147483647 are known",
    ],
  ] as const)("are left out where nobody knows their layout: %s", ([c, target, remark]) => {
    expect(declared(c, target)).toEqual({ types: [], remarks: [remark] });
  });
});

describe("hostile C", () => {
  test.for([
    ["structs", repeat("struct a {")],
    ["parentheses", `struct a { int x[${repeat("(")}1${repeat(")")}]; };`],
    ["pointers", `struct a { int ${repeat("*")}p; };`],
    ["dimensions", `struct a { int p${repeat("[1]")}; };`],
    ["declarators", `struct a { int ${repeat("(")}p${repeat(")")}; };`],
    ["operators", `enum a { A = ${repeat("!")}1 };`],
    ["conditions", `enum a { A = ${repeat("1?")}1${repeat(":1")} };`],
    ["directives", repeat("#if 1\n")],
    ["calls of macros", `#define f(x) x\nstruct a { int x[${repeat("f(")}1${repeat(")")}]; };`],
    [
      "typedefs",
      `typedef int a0[1];\n${Array.from({ length: 1000 }, (_, at) => `typedef a${at} a${at + 1}[1];\n`).join("")}`,
    ],
    [
      "macros that grow",
      `#define A0 int x;\n${Array.from({ length: 12 }, (_, at) => `#define A${at + 1} ${repeat(`A${at} `, 10)}\n`).join("")}struct a { A12 };`,
    ],
  ] as const)("ends at a limit: %s", ([, text]) => {
    expect(() => importText(text, "x86_64-linux")).toThrow(/too deeply|levels deep|more than/);
  });

  test.for([
    ["struct a { int x;", /this \{ has no end/],
    ["struct a { int x; }\nstruct b { int y; };", /expected ; behind this declaration, got b/],
    ["struct a { int x : 33; };", /x has 33 bits; int has 0 to 32/],
    ["struct a { float x : 3; };", /which is no integer/],
    ["struct a { int x; int x; };", /x is declared twice/],
    ["struct a { int x[-1]; };", /not negative/],
    ["struct a { void x; };", /x has no size/],
    ["struct a { int x; } __packed;", /__packed is no attribute here/],
    [
      "typedef struct { int x; } T __attribute__((aligned(16)));\nstruct a { T x[2]; };",
      /x has elements of 4 bytes that are aligned to 16, which C refuses/,
    ],
    ["#pragma pack(push, 3)\nstruct a { int x; };", /takes 1, 2, 4, 8 or 16, not 3/],
    ["struct a { int x __attribute__((aligned(3))); };", /power of two, not 3/],
    ["enum a { A = 1 / 0 };", /has no result here/],
    ["struct a { int x; };\nstruct a { int y; };", /declared twice, first at a\.h:1/],
  ] as const)("is a mistake: %s", ([text, want]) => {
    const { mistakes } = importText(text, "x86_64-linux");
    expect(mistakes.map(({ message }) => message)).toContainEqual(expect.stringMatching(want));
  });

  test("a chain of ten thousand structs is no limit", () => {
    const chain = Array.from(
      { length: 10_000 },
      (_, at) => `struct s${at + 1} { struct s${at} x; };\n`,
    );
    const { value, mistakes } = importText(
      `struct s0 { int x; };\n${chain.join("")}_Static_assert(sizeof(struct s10000) == 4);`,
      "x86_64-linux",
    );
    expect(mistakes).toEqual([]);
    expect(value.types.length).toBe(10_001);
  });
});

/** Returns the kinds and names of the types of a text, with what a typedef aligns them to, and the remarks. */
function declared(text: string, target = "x86_64-linux"): unknown {
  const { value, remarks, mistakes } = importText(text, target);
  expect(mistakes).toEqual([]);
  return {
    types: value.types.map(({ kind, name, ...rest }) =>
      "typedefAlign" in rest ? [kind, name, rest.typedefAlign] : [kind, name],
    ),
    remarks: remarks.map(({ place = "", subject, reason }) => `${place} ${subject} ${reason}`),
  };
}

function repeat(text: string, count = 100_000): string {
  return text.repeat(count);
}
