/** Draws fields beside bytes. A field and its bytes light up together. */
import type { ShownField } from "./fields.ts";

/** Fields with the record that they belong to. */
export interface Section {
  readonly title: string;
  readonly fields: readonly ShownField[];
}

/** How many bytes are drawn: files are large, and what is shown lies at their beginning. */
const maximumShown = 1024;

/** Returns the tables of fields. */
export function drawFields(sections: readonly Section[]): readonly HTMLElement[] {
  let count = 0;
  return sections.map(({ title, fields }) => {
    const table = make("table", make("caption", title));
    for (const { name, doc, offset, value } of fields) {
      const place = offset.toString(16).padStart(4, "0");
      const row = make("tr", make("td", place), make("th", name), make("td", value));
      row.dataset["field"] = String(count++);
      if (doc !== undefined) row.title = doc;
      table.append(row);
    }
    return table;
  });
}

/** Returns the bytes, each with the number of its field. */
export function drawBytes(bytes: Uint8Array, fields: readonly ShownField[]): HTMLElement {
  const owners = new Map<number, number>();
  for (const [index, { offset, size }] of fields.entries()) {
    for (let at = offset; at < offset + size; at++) owners.set(at, index);
  }
  const list = make("ol");
  for (const [at, byte] of bytes.subarray(0, maximumShown).entries()) {
    const item = make("li", byte.toString(16).padStart(2, "0"));
    const owner = owners.get(at);
    if (owner !== undefined) {
      item.dataset["field"] = String(owner);
      item.classList.add(owner % 2 === 0 ? "even" : "odd");
    }
    list.append(item);
  }
  return list;
}

/** Lights up the field under the pointer, in the table and among the bytes. */
export function lightFields(within: HTMLElement): void {
  within.addEventListener("pointerover", ({ target }) => {
    const number = target instanceof Element && target.closest<HTMLElement>("[data-field]");
    const lit = number ? number.dataset["field"] : undefined;
    for (const each of within.querySelectorAll<HTMLElement>("[data-field]")) {
      each.classList.toggle("lit", each.dataset["field"] === lit);
    }
  });
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.append(...content);
  return element;
}
