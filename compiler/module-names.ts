/** Part of stage 4: a generated module declares no name twice. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import {
  namesBesideEnumeration,
  namesBesideFlags,
  namesBesideStruct,
  namesWithinStruct,
} from "./names.js";
import type {
  ResolvedDocument,
  ResolvedEnumeration,
  ResolvedFlags,
  ResolvedNamedType,
  ResolvedStruct,
  ResolvedType,
  ResolvedVariant,
} from "./resolve.js";

/** Something that a module declares or imports under a name. */
interface Declaration {
  readonly name: string;
  readonly file: string;
  /** Names beside it. */
  readonly derived: readonly string[];
  /** Names within it that would hide a type. */
  readonly locals: readonly string[];
  /** What is declared: the same object where the same thing is imported twice. */
  readonly what: object;
  /** Where the module gets it. */
  readonly span: Span;
}

/** A module declares a name once: its own types, their variants, what it imports, what is beside them. */
export function checkModuleNames(document: ResolvedDocument): readonly Diagnostic[] {
  const { file, structs, variants, enumerations, flags, aliases, constants } = document;
  const declarations = [
    ...structs.map((struct) => declarationOfStruct(struct, struct.span)),
    ...enumerations.map((each) => declarationOfEnumeration(each, each.definition.span)),
    ...flags.map((each) => declarationOfFlags(each, each.definition.span)),
    ...[...aliases, ...constants].map((each) => ({
      name: each.name,
      file,
      derived: [],
      locals: [],
      what: each,
      span: each.span,
    })),
    ...structs.flatMap(({ fields }) =>
      fields.flatMap(({ type, span }) =>
        namedTypesOf(type).map((named) => declarationOf(named, span)),
      ),
    ),
    // Of what an address leads to the class is imported, and nothing beside it.
    ...structs.flatMap(({ fields }) =>
      fields.flatMap(({ pointsTo, span }) => {
        const target = pointsTo?.();
        if (target === undefined) return [];
        return [{ ...declarationOf(target, span), derived: [], locals: [] }];
      }),
    ),
    ...variants.map((variant) => declarationOfVariant(variant, variant.definition.span)),
    ...variants.flatMap(({ cases, otherwise, definition }) =>
      [...cases, ...(otherwise === undefined ? [] : [otherwise])].map((named) =>
        declarationOf(named, definition.span),
      ),
    ),
  ];
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  // One diagnostic for two types, at the one that is named first: it can be renamed here.
  const report = (name: string, first: Declaration, other: Declaration): void => {
    const pair = `${first.file} ${first.name} ${other.file} ${other.name}`;
    if (reported.has(pair)) return;
    reported.add(pair);
    const owner = other.file === file ? other.name : `${other.name} of ${other.file}`;
    diagnostics.push(diagnose("name-collision", first.span, { name, owner }));
  };
  const owners = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const owner = owners.get(declaration.name);
    if (owner === undefined) owners.set(declaration.name, declaration);
    else if (owner.what !== declaration.what) report(declaration.name, owner, declaration);
  }
  const derivedOwners = new Map<string, Declaration>();
  for (const declaration of declarations) {
    for (const name of declaration.derived) {
      const owner = owners.get(name);
      const other = derivedOwners.get(name);
      if (owner !== undefined) report(name, owner, declaration);
      else if (other === undefined) derivedOwners.set(name, declaration);
      else if (other.what !== declaration.what) report(name, other, declaration);
    }
  }
  for (const declaration of declarations) {
    for (const name of declaration.locals) {
      const owner = owners.get(name);
      if (owner !== undefined) report(name, owner, declaration);
    }
  }
  return diagnostics;
}

function declarationOf(type: ResolvedNamedType, span: Span): Declaration {
  switch (type.kind) {
    case "struct":
      return declarationOfStruct(type.struct, span);
    case "variant":
      return declarationOfVariant(type.variant, span);
    case "enumeration":
      return declarationOfEnumeration(type.enumeration, span);
    case "flags":
      return declarationOfFlags(type.flags, span);
  }
}

function declarationOfVariant(variant: ResolvedVariant, span: Span): Declaration {
  const { name, file } = variant;
  return { name, file, derived: namesBesideStruct(name), locals: [], what: variant, span };
}

function declarationOfFlags({ file, definition }: ResolvedFlags, span: Span): Declaration {
  const { name } = definition;
  return { name, file, derived: namesBesideFlags(name), locals: [], what: definition, span };
}

function declarationOfStruct(struct: ResolvedStruct, span: Span): Declaration {
  const { name, file } = struct;
  const locals = struct.fields.flatMap((field) => namesWithinStruct(field.name));
  return { name, file, derived: namesBesideStruct(name), locals, what: struct, span };
}

function declarationOfEnumeration(
  { file, definition }: ResolvedEnumeration,
  span: Span,
): Declaration {
  const { name } = definition;
  const derived = namesBesideEnumeration(name);
  return { name, file, derived, locals: [], what: definition, span };
}

/** Returns the structs, enumerations and flags that a type refers to directly. */
function namedTypesOf(type: ResolvedType): readonly ResolvedNamedType[] {
  switch (type.kind) {
    case "struct":
    case "variant":
    case "enumeration":
    case "flags":
      return [type];
    case "wrapped":
      return namedTypesOf(type.base);
    case "select":
      return [...type.cases.map((each) => each.type), type.otherwise].flatMap((each) =>
        each === undefined ? [] : namedTypesOf(each),
      );
    case "array":
      return namedTypesOf(type.element);
    case "scalar":
    case "bits":
    case "bytes":
    case "text":
    case "constant":
    case "nonzero":
      return [];
  }
}
