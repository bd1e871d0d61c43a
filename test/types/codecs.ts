/** Codecs of the schemas beside this file. */
import type { Codec } from "@structview/runtime";

export const celsius: Codec<number, string> = {
  decode: (raw) => `${raw / 10} °C`,
  encode: (text) => Math.round(Number.parseFloat(text) * 10),
};

export const named: Codec<1 | 2 | 3, string> = {
  decode: (raw) => String(raw),
  encode: (text) => (text === "1" ? 1 : text === "2" ? 2 : 3),
};
