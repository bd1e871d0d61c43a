/* oxlint-disable no-underscore-dangle -- the library names its members so */
import { Message } from "capnp-es";
import { particle } from "../../particle-bytes.js";
import { scene } from "../values.js";
import { Particles, Scenes, TextsList } from "./generated/capnp.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "capnp-es";

/** A list of structs. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const make = () => {
      const message = new Message();
      const items = message.initRoot(Particles)._initItems(count);
      for (let i = 0; i < count; i += 1) {
        const item = items.at(i);
        Object.assign(item, particle(i));
      }
      return reopen(message).getRoot(Particles).items;
    };
    const items = make();
    const target = make();
    return loops.lazyParticles({
      subject,
      style: "at(i)",
      count,
      at: (index) => items.at(index),
      targetAt: (index) => target.at(index),
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const message = new Message();
    const items = message.initRoot(Scenes)._initItems(count);
    for (let i = 0; i < count; i += 1) {
      const { min, max } = scene(i).body.box;
      const box = items.at(i)._initBody()._initBox();
      Object.assign(box._initMin(), min);
      Object.assign(box._initMax(), max);
    }
    const read = reopen(message).getRoot(Scenes).items;
    return loops.lazyScenes(subject, "at(i)", count, (index) => read.at(index));
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "at(i)", textWorks(count), ({ record }) => {
      const message = new Message();
      const items = message.initRoot(TextsList)._initItems(count);
      for (let i = 0; i < count; i += 1) Object.assign(items.at(i), record);
      const read = reopen(message).getRoot(TextsList).items;
      return () => (index) => read.at(index);
    }),
};

/** Returns the message as a reader of its bytes has it. */
function reopen(message: Message): Message {
  const read = new Message(message.toArrayBuffer(), false);
  read._capnp.traversalLimit = Number.MAX_SAFE_INTEGER;
  return read;
}
