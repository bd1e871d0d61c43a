/**
 * Part of stage 4: which types have mistakes, and which need those. So the stages behind find the mistakes
 * of all other types, and none that only follows.
 */
import type { Diagnostic, DiagnosticCode } from "./diagnostics.js";
import type { Definition, SchemaDocument, Span } from "./document.js";
import { pathFrom } from "./paths.js";
import { pointersOf, referencesOf } from "./scope.js";

/** Returns documents without the definitions that errors are in, and without those that need them. */
export function withoutBroken(
  documents: readonly SchemaDocument[],
  errors: readonly Diagnostic[],
): readonly SchemaDocument[] {
  const broken = new Broken(documents, errors);
  return documents.map(({ file, definitions }) => ({
    file,
    definitions: definitions.filter((each) => !broken.has(file, each.name)),
  }));
}

/** What goes wrong in the layout of a type because one that it nests has a mistake. */
const consequences: ReadonlySet<DiagnosticCode> = new Set([
  "offset-differs",
  "size-differs",
  "struct-too-large",
]);

/** Returns errors without those that only follow from others, in types that are nested. */
export function withoutConsequences(
  documents: readonly SchemaDocument[],
  errors: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (!errors.some(({ code }) => consequences.has(code))) return errors;
  const broken = new Broken(documents, errors);
  const nestsBroken = documents.flatMap(({ file, definitions }) =>
    definitions.filter((each) => broken.isNeededBy(file, each)),
  );
  const places = new Set(nestsBroken.flatMap(spansIn).map(keyOf));
  return errors.filter(({ code, span }) => !consequences.has(code) || !places.has(keyOf(span)));
}

/** The definitions that errors are in, and those that need them. */
class Broken {
  readonly #names = new Set<string>();
  /** Files of which nothing is known. */
  readonly #files = new Set<string | undefined>();

  constructor(documents: readonly SchemaDocument[], errors: readonly Diagnostic[]) {
    const places = new Set(errors.map(({ span }) => keyOf(span)));
    const found = new Set<string>();
    for (const { file, definitions } of documents) {
      for (const definition of definitions) {
        for (const key of spansIn(definition).map(keyOf)) {
          if (!places.has(key)) continue;
          this.#add(file, definition);
          found.add(key);
        }
      }
    }
    // Where nobody can say which type a mistake is in, the whole file is left out.
    for (const { span } of errors) if (!found.has(keyOf(span))) this.#files.add(span?.file);

    for (let count = -1; count !== this.#names.size + this.#files.size;) {
      count = this.#names.size + this.#files.size;
      for (const { file, definitions } of documents) {
        for (const definition of definitions) {
          if (this.isNeededBy(file, definition)) this.#add(file, definition);
        }
      }
    }
  }

  /** Whether the definition of this name has an error, or needs one that has. */
  has(file: string, name: string): boolean {
    return (
      this.#files.has(undefined) || this.#files.has(file) || this.#names.has(nameKey(file, name))
    );
  }

  /** Whether a definition refers to one that has an error, or needs one that has. */
  isNeededBy(file: string, definition: Definition): boolean {
    return [...referencesOf(definition), ...pointersOf(definition)].some(({ name, from }) =>
      this.has(from === undefined ? file : pathFrom(file, from), name),
    );
  }

  #add(file: string, { kind, name }: Definition): void {
    this.#names.add(nameKey(file, name));
    // Any expression of its file may name a number.
    if (kind === "number") this.#files.add(file);
  }
}

/** Returns all places within a part of a document. */
function spansIn(value: unknown): readonly Span[] {
  if (typeof value !== "object" || value === null) return [];
  if (isSpan(value)) return [value];
  return Object.values(value).flatMap(spansIn);
}

function isSpan(value: object): value is Span {
  return "endColumn" in value;
}

function keyOf(span: Span | undefined): string {
  return span === undefined ? "" : `${span.line}:${span.column} ${span.file}`;
}

function nameKey(file: string, name: string): string {
  return `${name} ${file}`;
}
