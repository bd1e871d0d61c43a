/** Opens the file that is dropped or chosen, and shows its fields beside its bytes. */
import { fieldsOf } from "./fields.ts";
import { partsOf } from "./parts.ts";
import { drawBytes, drawFields, lightFields } from "./view.ts";

const find = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`there is no #${id}`);
  return element;
};
const message = find("message");
const input = find("file");

async function show(file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    const sections = partsOf(bytes).map((part) => ({ ...part, fields: fieldsOf(part) }));
    const fields = sections.flatMap((section) => section.fields);
    find("fields").replaceChildren(...drawFields(sections));
    find("bytes").replaceChildren(drawBytes(bytes, fields));
    message.textContent = `${file.name}: ${bytes.length} bytes`;
  } catch (error) {
    find("fields").replaceChildren();
    find("bytes").replaceChildren(drawBytes(bytes, []));
    message.textContent = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file !== undefined) void show(file);
});
input.addEventListener("change", () => {
  const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
  if (file !== undefined) void show(file);
});
lightFields(document.body);
