/** Choices of what generated classes hold: none, each group alone, each left out. */
import { methodGroups } from "structview";
import type { MethodGroup } from "structview";

/** Groups under a name that is part of one for a file. */
export interface MethodChoice {
  readonly name: string;
  readonly methods: readonly MethodGroup[];
}

/** The choices that tell whether a group rests on another that is not there. */
export const methodChoices: readonly MethodChoice[] = [
  { name: "none", methods: [] },
  ...methodGroups.map((group) => ({ name: `only-${group}`, methods: [group] })),
  ...methodGroups.map((group) => ({
    name: `without-${group}`,
    methods: methodGroups.filter((each) => each !== group),
  })),
];
