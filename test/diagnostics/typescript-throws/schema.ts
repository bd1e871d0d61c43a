import { struct, u8 } from "structview/schema";

interface Field {
  readonly name: string;
}

function nameOf(field: Field | undefined): string {
  if (field === undefined) throw new Error("no field of that name\nsecond line");
  return field.name;
}

export const Point = struct({ [nameOf(undefined)]: u8 });
