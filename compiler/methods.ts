/** What generated classes hold beside accessors, `view` and `viewAt`, in groups that a project chooses from. */

/** A group of members of generated classes. */
export type MethodGroup =
  | "arrays"
  | "comparison"
  | "copies"
  | "inspection"
  | "objects"
  | "prefixes"
  | "standardSchema"
  | "validation"
  | "writing";

/** The groups that each group rests on: they are there with it. */
const needs: Readonly<Record<MethodGroup, readonly MethodGroup[]>> = {
  arrays: [],
  comparison: [],
  copies: [],
  inspection: [],
  objects: [],
  prefixes: [],
  // It says what is wrong with contents.
  standardSchema: ["validation"],
  validation: [],
  writing: [],
};

/** The names of all groups. */
export const methodGroups: readonly MethodGroup[] = Object.keys(needs).filter(isMethodGroup);

/** Whether a name is that of a group. */
export function isMethodGroup(name: string): name is MethodGroup {
  return Object.hasOwn(needs, name);
}

/** Returns the groups that are generated where some are chosen: these and what they need; else all. */
export function groupsOf(chosen: readonly MethodGroup[] | undefined): ReadonlySet<MethodGroup> {
  return new Set((chosen ?? methodGroups).flatMap((group) => [group, ...needs[group]]));
}
