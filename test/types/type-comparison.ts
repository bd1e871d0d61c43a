/**
 * Compares two types member by member, as deep as they go: properties, signatures, parameters, elements.
 * TypeScript itself says only whether one is assignable to the other, which `any`, `unknown`, methods
 * and optional parameters blur.
 */
import { ts } from "ts-morph";

/** What is no difference. */
export interface Tolerance {
  /** Whether a member is left out: what records and classes have for themselves. */
  readonly isInternal: (name: string) => boolean;
  /** Whether a member that is a literal may be any value of its kind. */
  readonly isWidened: (name: string) => boolean;
  /** Whether a difference is known: members of unions that differ so are the same. */
  readonly isKnown: (difference: string) => boolean;
}

/** Returns where `inferred` differs from `wanted`, a line for each difference. */
export class TypeComparison {
  readonly #checker: ts.TypeChecker;
  readonly #tolerance: Tolerance;
  readonly #seen = new Set<string>();
  #ids = new Map<ts.Type, number>();

  constructor(checker: ts.TypeChecker, tolerance: Tolerance) {
    this.#checker = checker;
    this.#tolerance = tolerance;
  }

  compare(wanted: ts.Type, inferred: ts.Type, path: string): readonly string[] {
    if (wanted === inferred) return [];
    const key = `${this.#idOf(wanted)}:${this.#idOf(inferred)}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    const found = this.#differences(wanted, inferred, path);
    // What differs in one place differs in others, too.
    if (found.length > 0) this.#seen.delete(key);
    return found;
  }

  #differences(wanted: ts.Type, inferred: ts.Type, path: string): readonly string[] {
    const differs = (): readonly string[] => [
      `${path}: ${this.#checker.typeToString(wanted)} is ${this.#checker.typeToString(inferred)}`,
    ];
    if (isParameter(wanted) && isParameter(inferred)) {
      const [a, b] = [wanted, inferred].map((type) => this.#checker.getBaseConstraintOfType(type));
      return a === undefined || b === undefined ? [] : this.compare(a, b, `${path} extends`);
    }
    if (isIndexed(wanted) && isIndexed(inferred)) {
      return [
        ...this.compare(wanted.objectType, inferred.objectType, `${path}[]`),
        ...this.compare(wanted.indexType, inferred.indexType, `${path}[name]`),
      ];
    }
    if (this.#isSameUnit(wanted, inferred)) return [];
    if (isAny(wanted) || isAny(inferred)) return differs();
    if (wanted.isUnion() || inferred.isUnion()) {
      return this.#isSameUnion(wanted, inferred, path) ? [] : differs();
    }
    if (!isObject(wanted) || !isObject(inferred)) return differs();
    const [a, b] = [this.#platformType(wanted), this.#platformType(inferred)];
    if (this.#checker.isTupleType(wanted) && this.#checker.isTupleType(inferred)) {
      const elements = [wanted, inferred].map((type) =>
        this.#checker.getTypeArguments(type as ts.TypeReference),
      );
      const [own = [], others = []] = elements;
      if (own.length !== others.length) return differs();
      return own.flatMap((each, index) => {
        const other = others[index];
        return other === undefined ? differs() : this.compare(each, other, `${path}[${index}]`);
      });
    }
    if (a !== undefined || b !== undefined) {
      if (a?.name !== b?.name) return differs();
      return (a?.parameters ?? []).flatMap((each, index) => {
        const other = b?.parameters[index];
        return other === undefined ? differs() : this.compare(each, other, `${path}<${index}>`);
      });
    }
    return [
      ...this.#compareMembers(wanted, inferred, path),
      ...this.#compareSignatures(wanted, inferred, path),
    ];
  }

  #compareMembers(wanted: ts.Type, inferred: ts.Type, path: string): readonly string[] {
    const [a, b] = [this.#membersOf(wanted), this.#membersOf(inferred)];
    const missing = [...a.keys()]
      .filter((name) => !b.has(name))
      .map((name) => `${path}.${name}: is missing`);
    const more = [...b.keys()]
      .filter((name) => !a.has(name))
      .map((name) => `${path}.${name}: is not there`);
    const differing = [...a].flatMap(([name, type]) => {
      const other = b.get(name);
      if (other === undefined) return [];
      const isWidened =
        this.#tolerance.isWidened(name) && this.#checker.getBaseTypeOfLiteralType(type) === other;
      return isWidened ? [] : this.compare(type, other, `${path}.${name}`);
    });
    return [...missing, ...more, ...differing];
  }

  #compareSignatures(wanted: ts.Type, inferred: ts.Type, path: string): readonly string[] {
    const [a, b] = [wanted, inferred].map((type) =>
      type.getCallSignatures().filter((each) => !this.#isUncallable(each)),
    ) as [ts.Signature[], ts.Signature[]];
    if (a.length !== b.length) return [`${path}: ${a.length} signatures are ${b.length}`];
    return a.flatMap((signature, index) => {
      const other = b[index];
      if (other === undefined) return [];
      const at = `${path}()`;
      const [mine, its] = [this.#parametersOf(signature), this.#parametersOf(other)];
      const shape = (parameters: typeof mine): string =>
        parameters.map(({ name, isOptional }) => `${name}${isOptional ? "?" : ""}`).join(", ");
      if (shape(mine) !== shape(its)) return [`${at}: (${shape(mine)}) is (${shape(its)})`];
      return [
        ...mine.flatMap(({ name, type }, place) => {
          const parameter = its[place];
          return parameter === undefined ? [] : this.compare(type, parameter.type, `${at}.${name}`);
        }),
        ...this.#compareResults(signature, other, at),
      ];
    });
  }

  /** Whether a type parameter stands for nothing: the name of a field where none has an order. */
  #isUncallable(signature: ts.Signature): boolean {
    return (signature.getTypeParameters() ?? []).some((parameter) => {
      const constraint = parameter.getConstraint();
      return constraint !== undefined && (constraint.flags & ts.TypeFlags.Never) !== 0;
    });
  }

  #compareResults(a: ts.Signature, b: ts.Signature, path: string): readonly string[] {
    const [result, other] = [a.getReturnType(), b.getReturnType()];
    return isThis(result) && isThis(other) ? [] : this.compare(result, other, `${path}=>`);
  }

  /** Whether two types are one literal, fresh or not, or `undefined`, given or missing. */
  #isSameUnit(wanted: ts.Type, inferred: ts.Type): boolean {
    const unit = ts.TypeFlags.Literal | ts.TypeFlags.Undefined;
    const isUnit = (wanted.flags & inferred.flags & unit) !== 0;
    return isUnit && this.#checker.typeToString(wanted) === this.#checker.typeToString(inferred);
  }

  /** Returns parameters one by one: a tuple of rest parameters is so many of them. */
  #parametersOf(
    signature: ts.Signature,
  ): readonly { readonly name: string; readonly type: ts.Type; readonly isOptional: boolean }[] {
    return signature.getParameters().flatMap((parameter) => {
      const declaration = parameter.valueDeclaration;
      const type = this.#checker.getTypeOfSymbol(parameter);
      const isRest =
        declaration !== undefined &&
        ts.isParameter(declaration) &&
        declaration.dotDotDotToken !== undefined;
      if (isRest && this.#checker.isTupleType(type)) {
        const { target } = type as ts.TupleTypeReference;
        return this.#checker.getTypeArguments(type as ts.TypeReference).map((each, index) => {
          const label = target.labeledElementDeclarations?.[index];
          const name = label === undefined ? String(index) : label.name.getText();
          const isOptional = ((target.elementFlags[index] ?? 0) & ts.ElementFlags.Optional) !== 0;
          return { name, isOptional, type: this.#checker.getNonNullableType(each) };
        });
      }
      const isOptional =
        declaration !== undefined &&
        ts.isParameter(declaration) &&
        (declaration.questionToken !== undefined || declaration.initializer !== undefined);
      const given = isOptional ? this.#checker.getNonNullableType(type) : type;
      return [{ name: parameter.name, type: given, isOptional }];
    });
  }

  #isSameUnion(wanted: ts.Type, inferred: ts.Type, path: string): boolean {
    const left = partsOf(inferred);
    for (const each of partsOf(wanted)) {
      const index = left.findIndex((other) =>
        this.compare(each, other, path).every((line) => this.#tolerance.isKnown(line)),
      );
      if (index < 0) return false;
      left.splice(index, 1);
    }
    return left.length === 0;
  }

  /** Returns what is known of types by their names: those of the language and the runtime. */
  #platformType(
    type: ts.Type,
  ): { readonly name: string; readonly parameters: readonly ts.Type[] } | undefined {
    const symbol = type.getSymbol();
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";
    const isOurs = /runtime\/dist\/(arrays|flags|scalar-arrays|array-members)\.d\.ts$/.test(file);
    if (!/\/lib\.[\w.]+\.d\.ts$|runtime\/dist\//.test(file) || isOurs) return undefined;
    if (symbol === undefined || symbol.name.startsWith("__")) return undefined;
    const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
    // `this` is the last one.
    const parameters = isReference ? this.#checker.getTypeArguments(type as ts.TypeReference) : [];
    return { name: symbol.name, parameters: parameters.filter((each) => each !== type) };
  }

  #membersOf(type: ts.Type): ReadonlyMap<string, ts.Type> {
    const members = type
      .getProperties()
      .filter(
        ({ name }) => !/^__@(traits|hasInstance)/.test(name) && !this.#tolerance.isInternal(name),
      )
      .map((symbol) => {
        const name = symbol.name.replace(/^__@iterator.*/, "[Symbol.iterator]");
        return [name, this.#checker.getTypeOfSymbol(symbol)] as const;
      });
    return new Map(members);
  }

  #idOf(type: ts.Type): number {
    const id = this.#ids.get(type) ?? this.#ids.size;
    this.#ids.set(type, id);
    return id;
  }
}

function isParameter(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.TypeParameter) !== 0;
}

function isObject(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}

/** Whether a method returns whatever it is a method of. */
function isThis(type: ts.Type): boolean {
  return (type as ts.Type & { readonly isThisType?: boolean }).isThisType === true;
}

function partsOf(type: ts.Type): ts.Type[] {
  return type.isUnion() ? [...type.types] : [type];
}

function isAny(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function isIndexed(type: ts.Type): type is ts.IndexedAccessType {
  return (type.flags & ts.TypeFlags.IndexedAccess) !== 0;
}
