/** Random declarations of C: whatever compilers accept, in the spellings that people use. */
import { Random } from "../oracle/random.js";

/** Integers, each in one spelling or another, with their sizes where these are the same on all targets. */
const integers = [
  { words: ["char", "signed char", "unsigned char", "u8", "int8_t"], bits: 8 },
  { words: ["short", "unsigned short int", "short unsigned", "uint16_t"], bits: 16 },
  { words: ["int", "unsigned", "signed", "unsigned int", "uint32_t", "int const"], bits: 32 },
  { words: ["long", "unsigned long", "long int unsigned", "volatile long"], bits: 32 },
  { words: ["long long", "unsigned long long", "uint64_t", "long int long"], bits: 64 },
] as const;

const others = [
  "float",
  "double",
  "long double",
  "_Bool",
  "void *",
  "size_t",
  "wchar_t",
  "double _Complex",
  "_Complex float",
  "_Atomic int",
  "_Atomic(short)",
] as const;

/** Names of types that have an alignment of their own, which elements of arrays may have. */
const lowTypes = ["i64a4", "u32a2", "f64a4", "low_array", "low_pointer", "low_enum"] as const;
/** Those that are aligned to more than their size. */
const highTypes = ["i32a8", "i16a16", "high_array", "high_pointer", "high_enum"] as const;

/** Types of bit fields that are no plain integers, and the most bits that they have. */
const unusualBits = [
  { type: "enum negative", most: 32 },
  { type: "enum small", most: 8 },
  { type: "flags", most: 32 },
  { type: "truth", most: 1 },
] as const;

const prelude = `#include <stddef.h>
#include <stdint.h>
#define PACKED __attribute__((packed))
#define ALIGNED(n) __attribute__((__aligned__(n)))
#define EXTENT(n) ((n) * 1u + 0)
#define NAME(a, b) a##b
typedef unsigned char u8;
typedef int i32a8 ALIGNED(8);
typedef long long i64a4 __attribute__((aligned(4)));
typedef short pair[2];
enum plain { PLAIN_A, PLAIN_B = 40 };
enum negative { NEGATIVE = -3, POSITIVE = EXTENT(9) };
enum small { SMALL_A = 3, SMALL_B } PACKED;
typedef short i16a16 ALIGNED(16);
typedef uint32_t u32a2 ALIGNED(2);
typedef ALIGNED(4) double f64a4;
typedef long low_array[2] ALIGNED(2);
typedef char high_array[3] ALIGNED(8);
typedef void *low_pointer ALIGNED(2), *high_pointer ALIGNED(16);
typedef enum { FLAGS_A, FLAGS_B = 300 } flags;
typedef flags low_enum ALIGNED(1);
typedef enum plain high_enum ALIGNED(8);
typedef _Bool truth;
typedef int wide_mode __attribute__((mode(DI)));
typedef int handler(int, void *);
`;

/** What compilers of a target accept. */
interface Dialect {
  readonly isMicrosoft: boolean;
  readonly isClang: boolean;
  readonly hasWideIntegers: boolean;
}

function dialectOf(target: string): Dialect {
  const isMicrosoft = target.endsWith("msvc");
  return {
    isMicrosoft,
    isClang: isMicrosoft || /^wasm|macos$/.test(target),
    hasWideIntegers: /64|s390x|wasm/.test(target),
  };
}

/** Returns the text of a header with `count` structs and unions for a target. */
export function randomHeader(seed: number, count: number, target: string): string {
  return new Generator(new Random(seed), dialectOf(target)).header(count);
}

class Generator {
  readonly #random: Random;
  readonly #dialect: Dialect;
  /** Records that later ones can have by value. */
  readonly #records: string[] = [];
  /** Records whose typedefs have alignments of their own: they are no elements. */
  readonly #aligned: string[] = [];
  #packs = 0;

  constructor(random: Random, dialect: Dialect) {
    this.#random = random;
    this.#dialect = dialect;
  }

  header(count: number): string {
    let text = prelude;
    for (let index = 0; index < count; index++) text += this.#declaration(index);
    return text + "#pragma pack(pop)\n".repeat(this.#packs);
  }

  #declaration(index: number): string {
    const random = this.#random;
    const kind = random.chance(0.2) ? "union" : "struct";
    const pragma = this.#pragma();
    const comment = random.pick(["", `/** Number ${index}. */\n`, "// Another one.\n", "\n"]);
    const before = random.chance(0.15) ? ` ${this.#recordAttribute()}` : "";
    const behind = random.chance(0.25) ? ` ${this.#recordAttribute()}` : "";
    const declspec =
      this.#dialect.isMicrosoft && random.chance(0.2)
        ? ` __declspec(align(${random.pick([2, 8, 32])}))`
        : "";
    const body = this.#body(kind, 0);
    if (random.chance(0.3)) {
      const name = `t${index}`;
      const tag = random.chance(0.5) ? ` tag${index}` : "";
      const [first, last] = random.pick([
        [`typedef${declspec} `, ""],
        ["typedef ", declspec === "" ? "" : " __declspec(align(256))"],
        ["", " typedef"],
      ]);
      const alignments = this.#dialect.isMicrosoft ? [256] : [1, 2, 4, 8, 16, 32];
      const own = random.chance(0.2) ? ` ALIGNED(${random.pick(alignments)})` : "";
      (own === "" && !last.includes("align") ? this.#records : this.#aligned).push(name);
      return `${pragma}${comment}${first}${kind}${before}${tag} ${body}${behind}${last} ${name}${own};\n`;
    }
    const name = `${kind} s${index}`;
    this.#records.push(name);
    const ahead = random.chance(0.1) ? `typedef ${name} ahead${index};\n` : "";
    const again = random.chance(0.15) ? this.#alignedTypedef(name, index) : "";
    return `${pragma}${ahead}${comment}${kind}${before}${declspec} s${index} ${body}${behind};\n${again}`;
  }

  #alignedTypedef(name: string, index: number): string {
    const alignment = this.#dialect.isMicrosoft ? 256 : this.#random.pick([1, 2, 4, 8, 16]);
    this.#aligned.push(`a${index}`);
    return this.#random.pick([
      `typedef ${name} a${index} ALIGNED(${alignment});\n`,
      `typedef ALIGNED(${alignment}) ${name} a${index};\n`,
    ]);
  }

  #pragma(): string {
    const random = this.#random;
    if (random.chance(0.1)) {
      this.#packs++;
      const pack = random.pick([1, 2, 4, 8, 16]);
      return random.pick([
        `#pragma pack(push, ${pack})\n`,
        `#pragma pack(push, label, ${pack})\n`,
        `#pragma pack(push)\n#pragma pack(${pack})\n`,
      ]);
    }
    if (this.#packs > 0 && random.chance(0.1))
      return random.pick(["#pragma pack()\n", "#pragma pack(4)\n"]);
    if (this.#packs > 0 && random.chance(0.4)) {
      this.#packs--;
      return random.pick(["#pragma pack(pop)\n", '_Pragma("pack(pop)")\n']);
    }
    return "";
  }

  #recordAttribute(): string {
    const random = this.#random;
    const attributes = [
      "PACKED",
      "__attribute__((packed))",
      "__attribute__((__packed__, aligned(4)))",
      "ALIGNED(16)",
      `ALIGNED(${random.pick([1, 2, 4, 8])})`,
      `PACKED ALIGNED(${random.pick([2, 8])})`,
      "__attribute__((aligned))",
      "__attribute__((aligned(sizeof(long)), packed))",
      "ALIGNED(__alignof__(short)) ALIGNED(2)",
      "__attribute__((__may_alias__))",
    ];
    return random.pick(attributes);
  }

  #body(kind: "struct" | "union", depth: number): string {
    const random = this.#random;
    const count = random.integer(1, depth === 0 ? 7 : 3);
    const members = Array.from({ length: count }, (_, index) =>
      this.#member(
        `${"mnopq"[depth] ?? "z"}${depth}_${random.integer(0, 1e9)}_${index}`,
        kind,
        depth,
      ),
    );
    if (kind === "struct" && depth === 0 && random.chance(0.1)) {
      members.unshift("  short head;\n");
      members.push(
        `  ${random.pick(["char", "int", "uint64_t"])} tail[${random.pick(["", "0"])}];\n`,
      );
    }
    return `{\n${members.join("")}}`;
  }

  #member(name: string, kind: "struct" | "union", depth: number): string {
    const random = this.#random;
    const doc = random.pick(["", "", " /* said */", " ///< said"]);
    if (random.chance(0.3)) return `  ${this.#bits(name, kind)};${doc}\n`;
    if (depth < 3 && random.chance(0.12)) return this.#nested(name, depth);
    const before = random.chance(0.08) ? `${this.#specifierAttribute()} ` : "";
    const type = this.#type();
    const count = type !== "void *" && random.chance(0.12) ? 2 : 1;
    const declarators = Array.from({ length: count }, (_, index) => {
      const attribute = random.chance(0.15) ? ` ${this.#memberAttribute()}` : "";
      return `${this.#declarator(`${name}${"_b".repeat(index)}`, type)}${attribute}`;
    });
    return `  ${before}${type} ${declarators.join(", ")};${doc}\n`;
  }

  #nested(name: string, depth: number): string {
    const random = this.#random;
    if (random.chance(0.1)) {
      const packed = random.pick(["", " PACKED"]);
      return `  enum${packed} { IN_${name} = ${random.integer(-2, 300)} } ${name};\n`;
    }
    const inner = random.chance(0.35) ? "union" : "struct";
    const attribute = random.chance(0.2) ? ` ${this.#recordAttribute()}` : "";
    const declarator = random.pick(["", "", ` ${name}`, ` ${name}[2]`]);
    const tag = declarator !== "" && random.chance(0.3) ? ` in_${name}` : "";
    const own =
      declarator === ` ${name}` && random.chance(0.15) ? ` ${this.#memberAttribute()}` : "";
    const body = this.#body(inner, depth + 1);
    const before =
      declarator === "" ? random.pick(["", "", "_Alignas(256) ", "PACKED ", "ALIGNED(8) "]) : "";
    return `  ${before}${inner}${tag} ${body}${attribute}${declarator}${own};\n`;
  }

  #specifierAttribute(): string {
    const choices = [
      "_Alignas(256)",
      "_Alignas(256) _Alignas(0)",
      "__extension__",
      "ALIGNED(8)",
      "PACKED",
      "const volatile",
    ];
    if (this.#dialect.isMicrosoft) choices.push("__declspec(align(4))", "__declspec(align(16))");
    return this.#random.pick(choices);
  }

  #memberAttribute(): string {
    const random = this.#random;
    const alignment = random.pick([1, 2, 4, 8, 16]);
    return random.pick([
      "PACKED",
      `ALIGNED(${alignment})`,
      `__attribute__((packed, aligned(${alignment})))`,
      `PACKED ALIGNED(${alignment}) ALIGNED(2)`,
      "__attribute__((aligned))",
      "__attribute__((unused))",
    ]);
  }

  #type(): string {
    const random = this.#random;
    const kind = random.integer(0, 13);
    if (kind < 6) return random.pick(random.pick(integers).words);
    if (kind < 8) return random.pick(others);
    if (kind === 8)
      return random.pick(["enum plain", "enum negative", "enum small", "pair", "flags", "truth"]);
    if (kind === 9) return random.pick(lowTypes);
    if (kind === 10) return random.pick(highTypes);
    if (kind === 11 && this.#aligned.length > 0) return random.pick(this.#aligned.slice(-6));
    if (kind === 12)
      return this.#dialect.hasWideIntegers && !this.#dialect.isMicrosoft
        ? random.pick(["__int128", "unsigned __int128"])
        : "wide_mode";
    return this.#records.length === 0 ? "int" : random.pick(this.#records.slice(-12));
  }

  #declarator(name: string, type: string): string {
    const random = this.#random;
    const kind = random.integer(0, 10);
    // What is aligned to more than its size is no element.
    const isLow = (lowTypes as readonly string[]).includes(type);
    const isElement =
      !(highTypes as readonly string[]).includes(type) &&
      !this.#aligned.includes(type) &&
      // Where Microsoft's compiler puts elements that are aligned to less than their type nobody says.
      !(isLow && this.#dialect.isMicrosoft);
    const isArray = type === "pair" || type.endsWith("_array");
    if (kind === 0) {
      const ofElements = isElement ? `(*${name})[3]` : `*const ${name}`;
      return random.pick([`*${name}`, `**${name}`, `*${name}[2]`, ofElements]);
    }
    if (kind === 1 && !isArray)
      return random.pick([`(*${name})(int, void *)`, `(*${name}[2])(void)`]);
    if (kind === 2 && isElement) return `${name}[${random.integer(1, 5)}]`;
    if (kind === 3 && isElement) return `${name}[EXTENT(${random.integer(1, 3)})][sizeof(u8) + 1]`;
    if (kind === 4) return `(${name})`;
    if (kind === 5 && isElement) return `${name}[${random.integer(0, 2)}]`;
    if (kind === 6 && isElement && this.#records.length > 0) {
      return `${name}[sizeof(${random.pick(this.#records.slice(-5))}) % 5 + _Alignof(int)]`;
    }
    return name;
  }

  #bits(name: string, kind: "struct" | "union"): string {
    const random = this.#random;
    const { words, bits } = random.pick(integers);
    const type = random.pick(words);
    const attribute = random.chance(0.1) ? ` ${this.#memberAttribute()}` : "";
    if (kind === "struct" && random.chance(0.15)) {
      const unnamed = random.pick([type, type, type, "flags", "enum negative"]);
      const width = unnamed === type ? random.integer(0, bits) : random.integer(0, 8);
      return `${unnamed} : ${width}${random.chance(0.1) ? attribute : ""}`;
    }
    if (random.chance(0.1)) return `_Bool ${name} : 1${attribute}`;
    if (random.chance(0.1)) return `enum plain ${name} : ${random.integer(6, 32)}${attribute}`;
    if (random.chance(0.15)) {
      const unusual = random.pick(unusualBits);
      return `${unusual.type} ${name} : ${random.integer(1, unusual.most)}${attribute}`;
    }
    if (kind === "struct" && random.chance(0.15)) {
      const before = random.pick(["", "", "", "ALIGNED(4) ", "PACKED "]);
      const part = (): number => random.integer(1, bits);
      return `${before}${type} ${name} : ${part()}, : ${random.integer(0, bits)}, ${name}_b : ${part()}${attribute}`;
    }
    return `${type} ${name} : ${random.integer(1, bits)}${attribute}`;
  }
}
