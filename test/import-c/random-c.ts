/** Random declarations of C: whatever gcc accepts, in the spellings that people use. */
import { Random } from "../oracle/random.js";

/** Integers, each in one spelling or another, with their sizes where these are the same on all targets. */
const integers = [
  { words: ["char", "signed char", "unsigned char", "u8", "int8_t"], bits: 8 },
  { words: ["short", "unsigned short int", "short unsigned", "uint16_t"], bits: 16 },
  { words: ["int", "unsigned", "signed", "unsigned int", "uint32_t", "int const"], bits: 32 },
  { words: ["long", "unsigned long", "long int unsigned", "volatile long"], bits: 32 },
  { words: ["long long", "unsigned long long", "uint64_t", "long int long"], bits: 64 },
] as const;

const others = ["float", "double", "long double", "_Bool", "void *", "size_t", "wchar_t"] as const;

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
`;

/** Returns the text of a header with `count` structs and unions. */
export function randomHeader(seed: number, count: number): string {
  return new Generator(new Random(seed)).header(count);
}

class Generator {
  readonly #random: Random;
  /** Records that later ones can have by value. */
  readonly #records: string[] = [];
  #packs = 0;

  constructor(random: Random) {
    this.#random = random;
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
    const body = this.#body(kind, 0);
    if (random.chance(0.3)) {
      const name = `t${index}`;
      const tag = random.chance(0.5) ? ` tag${index}` : "";
      this.#records.push(name);
      return `${pragma}${comment}typedef ${kind}${before}${tag} ${body}${behind} ${name};\n`;
    }
    this.#records.push(`${kind} s${index}`);
    return `${pragma}${comment}${kind}${before} s${index} ${body}${behind};\n`;
  }

  #pragma(): string {
    const random = this.#random;
    if (random.chance(0.1)) {
      this.#packs++;
      return `#pragma pack(push, ${random.pick([1, 2, 4, 8])})\n`;
    }
    if (this.#packs > 0 && random.chance(0.4)) {
      this.#packs--;
      return random.pick(["#pragma pack(pop)\n", '_Pragma("pack(pop)")\n']);
    }
    return "";
  }

  #recordAttribute(): string {
    const random = this.#random;
    return random.pick([
      "PACKED",
      "__attribute__((packed))",
      "__attribute__((__packed__, aligned(4)))",
      "ALIGNED(16)",
      `ALIGNED(${random.pick([1, 2, 4, 8])})`,
      `PACKED ALIGNED(${random.pick([2, 8])})`,
      "__attribute__((__may_alias__))",
    ]);
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
    const before = random.chance(0.05) ? "_Alignas(16) " : "";
    const attribute = random.chance(0.15) ? ` ${this.#memberAttribute()}` : "";
    const type = this.#type();
    const declarator = this.#declarator(name, type);
    return `  ${before}${type} ${declarator}${attribute};${doc}\n`;
  }

  #nested(name: string, depth: number): string {
    const random = this.#random;
    const inner = random.chance(0.35) ? "union" : "struct";
    const attribute = random.chance(0.2) ? ` ${this.#recordAttribute()}` : "";
    const declarator = random.pick(["", "", ` ${name}`, ` ${name}[2]`]);
    return `  ${inner} ${this.#body(inner, depth + 1)}${attribute}${declarator};\n`;
  }

  #memberAttribute(): string {
    const random = this.#random;
    const alignment = random.pick([1, 2, 4, 8, 16]);
    return random.pick([
      "PACKED",
      `ALIGNED(${alignment})`,
      `__attribute__((packed, aligned(${alignment})))`,
      "__attribute__((unused))",
    ]);
  }

  #type(): string {
    const random = this.#random;
    const kind = random.integer(0, 11);
    if (kind < 6) return random.pick(random.pick(integers).words);
    if (kind < 8) return random.pick(others);
    if (kind === 8) return random.pick(["enum plain", "enum negative", "enum small", "pair"]);
    if (kind === 9) return random.pick(["i32a8", "i64a4"]);
    return this.#records.length === 0 ? "int" : random.pick(this.#records.slice(-12));
  }

  #declarator(name: string, type: string): string {
    const random = this.#random;
    const kind = random.integer(0, 9);
    // What is aligned to more than its size is no element.
    const isElement = type !== "i32a8";
    if (kind === 0) return random.pick([`*${name}`, `**${name}`, `*${name}[2]`]);
    if (kind === 1 && type !== "pair") return `(*${name})(int, void *)`;
    if (kind === 2 && isElement) return `${name}[${random.integer(1, 5)}]`;
    if (kind === 3 && isElement) return `${name}[EXTENT(${random.integer(1, 3)})][sizeof(u8) + 1]`;
    if (kind === 4) return `(${name})`;
    if (kind === 5 && isElement) return `${name}[${random.integer(0, 2)}]`;
    return name;
  }

  #bits(name: string, kind: "struct" | "union"): string {
    const random = this.#random;
    const { words, bits } = random.pick(integers);
    const type = random.pick(words);
    const attribute = random.chance(0.1) ? ` ${this.#memberAttribute()}` : "";
    if (kind === "struct" && random.chance(0.15)) return `${type} : ${random.integer(0, bits)}`;
    if (random.chance(0.1)) return `_Bool ${name} : 1${attribute}`;
    if (random.chance(0.1)) return `enum plain ${name} : ${random.integer(6, 32)}${attribute}`;
    return `${type} ${name} : ${random.integer(1, bits)}${attribute}`;
  }
}
