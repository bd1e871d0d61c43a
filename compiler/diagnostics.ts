import type { Span } from "./document.js";

/** A mistake in a schema, or a remark on it. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One line: the thing, the numbers, the rule, the remedy. */
  readonly message: string;
  readonly span: Span | undefined;
}

/** `error` stops the output; `warning` does not. */
export type Severity = "error" | "warning";

/** What the message of each code is made of. */
export interface DiagnosticParameters {
  readonly "schema-unreadable": { file: string; reason: string };
  readonly "schema-syntax": { reason: string };
  readonly "schema-throws": { reason: string };
  readonly "schema-empty": { file: string };
  readonly "no-schemas": { globs: string };
  readonly "invalid-c": { reason: string };
  readonly "invalid-document": { path: string; reason: string };
  readonly "invalid-expression": { text: string; reason: string };
  readonly "invalid-name": { name: string; what: string };
  readonly "reserved-name": { name: string; what: string; reason: string };
  readonly "duplicate-name": { name: string; what: string; first: number };
  readonly "name-collision": { name: string; owner: string };
  readonly "output-collision": { output: string; other: string };
  readonly "output-not-ours": { output: string };
  readonly "runtime-missing": { command: string };
  readonly "runtime-outdated": { installed: string; needed: string; command: string };
  readonly "unknown-type": { name: string; suggestion: string | undefined };
  readonly "unknown-template": { name: string; suggestion: string | undefined };
  readonly "missing-argument": { subject: string; name: string };
  readonly "unknown-argument": { subject: string; name: string; suggestion: string | undefined };
  readonly "undefined-type": { field: string; source: string; hint: string };
  readonly "unnamed-type": { what: string; path: string; from: string | undefined };
  readonly "type-cycle": { cycle: string };
  readonly "nested-too-deeply": { name: string; maximum: number };
  readonly "empty-struct": { struct: string };
  readonly "struct-too-large": { struct: string; size: number; maximum: number };
  readonly "enumeration-empty": { enumeration: string };
  readonly "base-not-integer": { subject: string; type: string };
  readonly "value-out-of-range": {
    subject: string;
    value: string;
    type: string;
    minimum: string;
    maximum: string;
  };
  readonly "unknown-member": {
    subject: string;
    enumeration: string;
    name: string;
    suggestion: string | undefined;
  };
  readonly "enumeration-gap": { enumeration: string; missing: string };
  readonly "value-of-wrong-type": { subject: string; value: string; type: string };
  readonly "wrapper-base": { subject: string; type: string; wanted: string };
  readonly "flags-need-unsigned": { flags: string; type: string };
  readonly "flag-without-bits": { subject: string };
  readonly "flags-overlap": { subject: string; other: string };
  readonly "bits-width": { subject: string; width: number; maximum: number };
  readonly "bits-not-whole-bytes": { first: string; last: string; width: number; missing: number };
  readonly "bits-need-bit-order": { struct: string };
  readonly "bits-cross-unit": { subject: string; width: number; start: number; unit: number };
  readonly "unit-not-full": { first: string; last: string; width: number; unit: number };
  readonly "unit-not-unsigned": { subject: string; type: string };
  readonly "unit-member": { subject: string; reason: string };
  readonly "order-field": { struct: string; name: string; reason: string };
  readonly "alignment-not-power": { subject: string; alignment: number };
  readonly "offset-overlaps": { subject: string; offset: number; end: number };
  readonly "size-differs": { struct: string; asserted: number; size: string };
  readonly "dynamic-padding": { subject: string };
  readonly "sized-too-small": {
    subject: string;
    reserved: number;
    problem: string;
    remedy: string;
  };
  readonly "gpu-type": { subject: string; type: string; language: string; remedy: string };
  readonly "gpu-rules-differ": { subject: string; nested: string; theirs: string; own: string };
  readonly "gpu-place": {
    subject: string;
    problem: string;
    rules: string;
    rule: string;
    remedy: string;
  };
  readonly "stride-too-small": { field: string; stride: number; size: number };
  readonly "no-cases": { subject: string };
  readonly "duplicate-case": { subject: string; value: string };
  readonly "case-out-of-range": { subject: string; value: string };
  readonly "case-not-struct": { subject: string; type: string };
  readonly "tag-differs": { subject: string; struct: string; tag: string; reason: string };
  readonly "fixed-case": { subject: string; struct: string };
  readonly "length-not-multiple": { field: string; length: number; stride: number };
  readonly "unsupported-condition": { subject: string; type: string };
  readonly "misaligned-fields": {
    field: string;
    offset: number;
    alignment: number;
    others: number;
  };
  readonly "bits-in-c": { struct: string };
  readonly "bit-field": { subject: string; reason: string };
  readonly "anonymous-member": { subject: string; reason: string };
  readonly "pointer-target": { subject: string; reason: string };
  readonly "member-dynamic": { subject: string };
  readonly "member-checked": { subject: string; what: string };
  readonly "unchecked-bool": { field: string };
  readonly "member-placed": { subject: string; offset: number };
  readonly "length-out-of-range": { subject: string; length: number };
  readonly "prefix-not-unsigned": { type: string };
  readonly "text-length-odd": { subject: string; length: number };
  readonly "text-options": { subject: string; option: string; reason: string };
  readonly "unknown-field": { subject: string; name: string; suggestion: string | undefined };
  readonly "later-field": { subject: string; name: string };
  readonly "field-not-integer": { subject: string; name: string; type: string };
  readonly "ambiguous-name": { subject: string; name: string };
  readonly "wrong-argument": { subject: string; asked: string; problem: string };
  readonly "computed-cycle": { struct: string; fields: string };
  readonly "checksum-in-expression": { subject: string; name: string };
  readonly "checksum-range": { subject: string; from: string; to: string };
  readonly "checksum-type": { subject: string; algorithm: string; width: number };
  readonly "offset-differs": { subject: string; asserted: number; offset: string };
  readonly "rest-not-last": { struct: string; field: string; next: string };
  readonly "rest-padded": { struct: string; field: string; alignment: number };
  readonly "unsupported-element": { field: string; element: string };
}

/** A permanent code of a diagnostic. */
export type DiagnosticCode = keyof DiagnosticParameters;

/**
 * The table of diagnostics. Codes are permanent: they are what users search for and tools match.
 * Messages are lower case: the thing, the numbers, the rule, then the remedy.
 */
const table: { readonly [Code in DiagnosticCode]: (p: DiagnosticParameters[Code]) => string } = {
  "schema-unreadable": (p) => `${p.file} cannot be read: ${p.reason}`,
  "schema-syntax": (p) => `syntax error: ${p.reason}`,
  "schema-throws": (p) => `the schema module throws when it is evaluated: ${p.reason}`,
  "schema-empty": (p) =>
    `${p.file} declares no type, so nothing is generated for it; export a struct or an enumeration`,
  "no-schemas": (p) =>
    `no schema file matches ${p.globs}; name the files, or set "schemas" in the configuration`,
  "invalid-c": (p) => p.reason,
  "invalid-document": (p) => `${p.path}: ${p.reason}`,
  "invalid-expression": (p) => `the expression "${clip(p.text)}" cannot be used: ${p.reason}`,
  "invalid-name": (p) =>
    `${JSON.stringify(p.name)} is no name for a ${p.what}; use letters, digits and _, not starting with a digit`,
  "reserved-name": (p) =>
    `the ${p.what} name ${p.name} is reserved: ${p.reason}; choose another name`,
  "duplicate-name": (p) =>
    `the ${p.what} ${p.name} is declared twice, first in line ${p.first}; rename one of them`,
  "name-collision": (p) =>
    `${p.name} is also the name of a class or type that is generated for ${p.owner}; rename one of them`,
  "output-collision": (p) =>
    `the output ${p.output} is also that of ${p.other}; rename one of the schema files`,
  "output-not-ours": (p) =>
    `${p.output} exists and does not bear the header of a generated file; move it away or choose another output folder`,
  "runtime-missing": (p) =>
    `generated code imports @structview/runtime, which is not installed; run \`${p.command}\``,
  "runtime-outdated": (p) =>
    `generated code needs @structview/runtime ${p.needed} or later, and finds ${p.installed}; run \`${p.command}\``,
  "unknown-type": (p) =>
    `unknown type ${p.name}${p.suggestion === undefined ? "; declare it, or import its schema" : `; did you mean ${p.suggestion}?`}`,
  "unknown-template": (p) =>
    `unknown template ${p.name}${p.suggestion === undefined ? "; declare it, or name its file" : `; did you mean ${p.suggestion}?`}`,
  "missing-argument": (p) =>
    `${p.subject} has a parameter ${p.name}, which gets no argument; give it one`,
  "unknown-argument": (p) =>
    `${p.subject} has no parameter ${p.name}${p.suggestion === undefined ? "; remove the argument" : `; did you mean ${p.suggestion}?`}`,
  "undefined-type": (p) =>
    `the type of ${p.field} is undefined${p.source === "" ? "" : ` (${p.source})`}; ${p.hint}`,
  "unnamed-type": (p) =>
    p.from === undefined
      ? `the ${p.what} of ${p.path} has no name; export it as a constant of its own`
      : `the ${p.what} of ${p.path} comes from ${p.from}, which is not among the schemas; add that file to them`,
  "type-cycle": (p) =>
    `${p.cycle}: a struct cannot contain itself, as its size would have no end; break the cycle`,
  "nested-too-deeply": (p) =>
    `${p.name} is nested in more than ${p.maximum} types, one in the other; flatten them`,
  "empty-struct": (p) =>
    `${p.struct} occupies no bytes; a struct needs at least one byte, so give it a field`,
  "struct-too-large": (p) =>
    `${p.struct} occupies ${p.size} bytes; at most ${p.maximum} are supported, so split it`,
  "enumeration-empty": (p) => `${p.enumeration} has no members; give it at least one`,
  "base-not-integer": (p) =>
    `the base of ${p.subject} is ${p.type}; a base is an integer as it is in the bytes, or a number in bits`,
  "value-out-of-range": (p) =>
    `${p.subject} = ${p.value} does not fit ${p.type}, which holds ${p.minimum} to ${p.maximum}`,
  "unknown-member": (p) =>
    `${p.subject} is always ${p.enumeration}.${p.name}, which does not exist${p.suggestion === undefined ? "" : `; did you mean ${p.suggestion}?`}`,
  "enumeration-gap": (p) =>
    `${p.enumeration} has no name for ${p.missing}, between values that have one, and is closed: such a value is an error; name it, or say "open"`,
  "value-of-wrong-type": (p) => `${p.subject} = ${p.value} is no value of ${p.type}`,
  "wrapper-base": (p) =>
    `${p.subject} is made of ${p.type}, which its codec does not take; choose ${p.wanted}`,
  "flags-need-unsigned": (p) =>
    `the base of ${p.flags} is ${p.type}; flags are bits of an unsigned integer, so choose one`,
  "flag-without-bits": (p) =>
    `${p.subject} = 0 has no bits; a flag is a mask of at least one, so give it one or remove it`,
  "flags-overlap": (p) =>
    `${p.subject} has bits in common with ${p.other}; each bit belongs to one name, so change one of the masks`,
  "bits-width": (p) =>
    `${p.subject} is ${p.width} bits wide; bit fields have 1 to ${p.maximum} bits`,
  "bits-not-whole-bytes": (p) =>
    `${wordsForRun(p)} ${plural(p.width)}, which is no whole number of bytes; add ${plural(p.missing)}${p.width > 8 ? `, or remove ${8 - p.missing}` : ""}`,
  "bits-need-bit-order": (p) =>
    `${p.struct} has bit fields, and a byte order that is not known when compiled; set "bitOrder"`,
  "bits-cross-unit": (p) =>
    `${p.subject} (${plural(p.width)} at bit ${p.start}) crosses ${wordsForUnit(p.unit)}; move it or widen the unit`,
  "unit-not-full": (p) =>
    `${wordsForRun(p)} ${plural(p.width)} of ${wordsForUnit(p.unit)}; add ${plural(p.unit - p.width)}, such as padding(bits(${p.unit - p.width}))`,
  "unit-not-unsigned": (p) =>
    `the unit of ${p.subject} is ${p.type}; a unit is an unsigned integer of whole bytes, such as u16`,
  "unit-member": (p) => `${p.subject} lies in a unit, ${p.reason}`,
  "order-field": (p) => `${p.struct} finds its byte order through ${p.name}, ${p.reason}`,
  "alignment-not-power": (p) =>
    `the alignment of ${p.subject} is ${p.alignment}; an alignment is a power of two`,
  "offset-overlaps": (p) =>
    `${p.subject} is placed at offset ${p.offset}, but what is before it ends at ${p.end}; move it to ${p.end} or behind`,
  "size-differs": (p) =>
    `${p.struct} is declared to occupy ${p.asserted} bytes and occupies ${p.size}; correct the fields or the size`,
  "sized-too-small": (p) =>
    `${p.subject} is given ${p.reserved} bytes, and its type ${p.problem}; ${p.remedy}`,
  "gpu-type": (p) =>
    `${p.subject} is ${p.type}, which no buffer of ${p.language} holds; ${p.remedy}`,
  "gpu-rules-differ": (p) =>
    `${p.subject} is the struct ${p.nested} of the rules ${p.theirs}, but a shader lays out a whole buffer by one rule set; give ${p.nested} the rules "${p.own}"`,
  "gpu-place": (p) => `${p.subject} ${p.problem}, and ${p.rules} ${p.rule}; ${p.remedy}`,
  "dynamic-padding": (p) =>
    `${p.subject} comes after a part of dynamic length, where it has no fixed offset; align it instead, or move the part behind it`,
  "stride-too-small": (p) =>
    `the stride of ${p.field} is ${p.stride} bytes, less than the ${p.size} of an element; elements may not overlap`,
  "no-cases": (p) => `${p.subject} has no cases; give it at least one`,
  "duplicate-case": (p) =>
    `${p.subject} has two cases for ${p.value}; a value stands for one case, so remove one of them`,
  "case-out-of-range": (p) =>
    `${p.subject} has a case for ${p.value}, which no expression gives; values are whole numbers within ±(2^53 - 1)`,
  "case-not-struct": (p) =>
    `${p.subject} has ${p.type} as a case; cases are structs, so put it into one`,
  "tag-differs": (p) =>
    `${p.struct} cannot be a case of ${p.subject}: ${p.reason}; each case has a constant ${p.tag} in the same place, and other values than the others`,
  "fixed-case": (p) =>
    `${p.subject} is fixed, but the size of ${p.struct} is dynamic; give it a fixed size, or do not fix the cases`,
  "length-not-multiple": (p) =>
    `${p.field} has ${p.length} bytes, which is no whole number of elements of ${p.stride} bytes; correct the length`,
  "unsupported-condition": (p) =>
    `${p.subject} has a condition, but it is ${p.type}; only what is never empty and no bit field can be left out, so nest it in a struct`,
  "misaligned-fields": (p) =>
    `${p.field} lies at offset ${p.offset}, no multiple of ${p.alignment}${p.others === 0 ? "" : `, and ${p.others} more ${p.others === 1 ? "field is" : "fields are"} misaligned`}; a packed struct has no padding, as memory of native code has, so choose the rules "c", with "pack" if that code packs it too`,
  "bits-in-c": (p) =>
    `${p.struct} has bit fields, which the rule set c places by the type that C declares them as; say it, such as bitField(u32, 3) for bits(3)`,
  "bit-field": (p) => `${p.subject} is a bit field of C, ${p.reason}`,
  "anonymous-member": (p) => `${p.subject} is anonymous, ${p.reason}`,
  "pointer-target": (p) => `${p.subject} points to ${p.reason}`,
  "member-dynamic": (p) =>
    `${p.subject} has a dynamic size; the members of a union have a fixed size, so give it a fixed length, or put it behind the union`,
  "member-checked": (p) =>
    `${p.subject} is ${p.what}; a union accepts any bytes, as any member may be meant, so put it into the struct around the union`,
  "unchecked-bool": (p) =>
    `${p.field} is a bool that nothing validates: members of a union are not, and reading it throws where the byte is neither 0 nor 1; choose lenientBool`,
  "member-placed": (p) =>
    `${p.subject} is placed at offset ${p.offset}; all members of a union begin at offset 0, so remove the offset, or put the member in a struct of its own`,
  "length-out-of-range": (p) =>
    `${p.subject} has length ${p.length}; a fixed length is a whole number from 1 up`,
  "prefix-not-unsigned": (p) =>
    `a length cannot lie in ${p.type}; a prefix is an unsigned integer of whole bytes, such as u16`,
  "text-length-odd": (p) =>
    `${p.subject} has ${p.length} bytes, and a code unit of UTF-16 has 2; make the number even`,
  "text-options": (p) => `${p.subject} has the option ${p.option}: ${p.reason}`,
  "unknown-field": (p) =>
    `${p.subject} names the field ${p.name}, which does not exist${p.suggestion === undefined ? "" : `; did you mean ${p.suggestion}?`}`,
  "later-field": (p) =>
    `${p.subject} names the field ${p.name}, which does not come before it; a length can use earlier fields only`,
  "field-not-integer": (p) =>
    `${p.subject} names the field ${p.name}, which is ${p.type}; an expression can use integers, booleans and bit fields only`,
  "ambiguous-name": (p) =>
    `${p.subject} names ${p.name}, which is both a field and a constant; rename one of them`,
  "wrong-argument": (p) => `${p.subject} asks for ${p.asked}: ${p.problem}`,
  "computed-cycle": (p) =>
    `${p.struct}: ${p.fields} are computed from each other; compute one of them from something else`,
  "checksum-in-expression": (p) =>
    `${p.subject} names the field ${p.name}, which is a checksum, known when all else is; leave it out`,
  "checksum-range": (p) =>
    `${p.subject} covers ${p.from} to ${p.to}, which begins behind its end; exchange them`,
  "checksum-type": (p) =>
    `the checksum ${p.subject} needs an unsigned integer of ${p.width > 1 ? `at least ${plural(p.width)} for ${p.algorithm}` : "whole bytes"}; choose such a type`,
  "offset-differs": (p) =>
    `${p.subject} is declared to lie at offset ${p.asserted} and lies at ${p.offset}; correct the fields before it or the offset`,
  "rest-not-last": (p) =>
    `${p.struct}.${p.field} takes all bytes that are left, so ${p.next} cannot follow it; move it to the end, or give it a length`,
  "rest-padded": (p) =>
    `${p.struct}.${p.field} takes all bytes that are left, and the struct is padded to ${p.alignment} bytes behind it, so that padding would be taken for its contents; align them too, or pack the struct`,
  "unsupported-element": (p) =>
    `${p.field} is an array of ${p.element}; elements are whole bytes of a fixed size, or structs that are never empty and know their end`,
};

function plural(bits: number): string {
  return `${bits} ${bits === 1 ? "bit" : "bits"}`;
}

/** Says which bit fields have the bits that follow. */
function wordsForRun({ first, last }: { readonly first: string; readonly last: string }): string {
  return first.endsWith(`.${last}`)
    ? `the bit field ${first} has`
    : `the bit fields ${first} to ${last} have`;
}

function wordsForUnit(bits: number): string {
  return `${bits === 8 ? "an" : "a"} ${bits}-bit unit`;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What is legal and probably wrong; everything else is an error. */
const warnings: ReadonlySet<DiagnosticCode> = new Set([
  "schema-empty",
  "runtime-missing",
  "runtime-outdated",
  "enumeration-gap",
  "misaligned-fields",
  "unchecked-bool",
]);

/** All codes, for the documentation and its test. */
export const diagnosticCodes: readonly DiagnosticCode[] = Object.keys(table) as DiagnosticCode[];

/** Whether a code is that of a warning, which does not stop the output. */
export function isWarning(code: DiagnosticCode): boolean {
  return warnings.has(code);
}

/** Makes the diagnostic `code` at `span`. */
export function diagnose<Code extends DiagnosticCode>(
  code: Code,
  span: Span | undefined,
  parameters: DiagnosticParameters[Code],
): Diagnostic {
  // Parts of the message come from documents, which can hold what a terminal would act upon.
  // oxlint-disable-next-line no-control-regex
  const message = table[code](parameters).replace(/[\u0000-\u001F\u007F-\u009F]/g, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[^\\]$/, "\uFFFD"),
  );
  return { code, severity: isWarning(code) ? "warning" : "error", message, span };
}

/** What a stage returns: its result, and the mistakes that it found. */
export interface StageResult<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts diagnostics by file and place, those without a place first, and removes repetitions. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(
    diagnostics.map((each) => [`${placeOf(each.span)} ${each.code} ${each.message}`, each]),
  );
  return [...unique.values()].sort((a, b) => {
    if (a.span === undefined || b.span === undefined) {
      return Number(a.span !== undefined) - Number(b.span !== undefined);
    }
    return (
      compareText(a.span.file, b.span.file) ||
      a.span.line - b.span.line ||
      a.span.column - b.span.column
    );
  });
}

/** Returns `file:line:column`. */
export function placeOf(span: Span | undefined): string {
  return span === undefined ? "" : `${span.file}:${span.line}:${span.column}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
