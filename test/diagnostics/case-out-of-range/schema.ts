import { select, struct, u16, u64 } from "structview/schema";

export const Tcp = struct({ port: u16 });

export const Packet = struct({
  protocol: u64,
  payload: select("protocol", { "9007199254740992": Tcp }),
});
