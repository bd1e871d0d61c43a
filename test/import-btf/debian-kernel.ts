/** The kernel of Debian's package: its types are the same to read on every machine. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { must } from "../import-dwarf/probes.js";

/** Programs that decompress what a kernel's image begins with; the bytes as hexadecimal. */
const decompressors: Readonly<Record<string, string>> = {
  "02214c18": "lz4",
  "28b52ffd": "zstd",
  fd377a58: "xz",
};

/**
 * Downloads the newest kernel for virtual machines and unpacks it into a folder. Returns the name of the ELF file
 * there that it is decompressed to.
 */
export async function unpackKernel(folder: string): Promise<string> {
  const depends = await must("apt-cache", ["depends", "linux-image-cloud-amd64"], folder);
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1] ?? "linux-image-cloud-amd64";
  const download = (): Promise<string> => must("apt-get", ["download", "-q", name], folder);
  // The list of packages may be older than what there is to download.
  await download().catch(async () => {
    await must("apt-get", ["update", "-q"], folder);
    return download();
  });
  const file = readdirSync(folder).find((each) => each.endsWith(".deb")) ?? name;
  await must("dpkg-deb", ["--extract", file, "."], folder);
  const boot = path.join(folder, "boot");
  const image = readdirSync(boot).find((each) => each.startsWith("vmlinuz-")) ?? "";
  const payload = payloadOf(readFileSync(path.join(boot, image)));
  writeFileSync(path.join(folder, "payload"), payload);
  const magic = payload.subarray(0, 4).toString("hex");
  const program = decompressors[magic];
  if (program === undefined)
    throw new Error(`a kernel is compressed in a way that begins ${magic}`);
  await must("sh", ["-c", `${program} -dc <payload >vmlinux`], folder);
  return "vmlinux";
}

/** Returns what a loader of kernels decompresses (the boot protocol of x86, since 2.08), without its size at the end. */
function payloadOf(image: Buffer): Buffer {
  const start = ((image[0x1f1] ?? 0) + 1) * 512 + image.readUInt32LE(0x248);
  return image.subarray(start, start + image.readUInt32LE(0x24c) - 4);
}
