/** Other generated classes that are in use in the same process, as in a program with many structs. */
import { operation, checkCase } from "./case.js";
import { particleInput, particleSums } from "./cases-particle.js";
import type { Particle, RecordClass } from "./generated.js";
import type { ParticleOperation } from "./particle-structview.js";

/** Does the operations on particles with each of the classes until their code is compiled. */
export async function useOthers(
  classes: readonly RecordClass<Particle>[],
  count: number,
  rounds: number,
): Promise<void> {
  const sums = particleSums(count);
  for (const [index, Class] of classes.entries()) {
    // Each class gets loops of its own: the loader makes a new module for every query.
    const specifier = `./particle-structview.js?class=${index}`;
    const { structviewWays } = (await import(
      /* @vite-ignore */ specifier
    )) as typeof import("./particle-structview.js");
    const ways = structviewWays(Class, particleInput(count, Class.size));
    for (const key of Object.keys(ways) as ParticleOperation[]) {
      const { cases, expected } = operation("others", key, count, sums[key], ways[key]);
      for (const one of cases) {
        for (let round = 0; round < rounds; round += 1) one.run();
        checkCase(one, expected);
      }
    }
  }
}
