/** A library that has no types of its own. */
declare module "restructure" {
  interface Type {
    fromBuffer(bytes: Uint8Array): unknown;
    toBuffer(value: unknown): Uint8Array;
  }

  export const uint8: Type;
  export const uint16le: Type;
  export const uint32le: Type;
  export const floatle: Type;
  export const doublele: Type;
  export const Struct: new (fields: Readonly<Record<string, Type>>) => Type;
  export const Array: new (type: Type, length: number) => Type;
  export const Buffer: new (length: number) => Type;
  export const String: new (length: number, encoding: string) => Type;
}
