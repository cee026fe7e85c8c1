import type { UpdatesContext } from "../../updates/updates-context.ts";
import type { Context } from "../context.ts";
import type { CountingContext } from "../updates/count-installations.ts";

/** What the calls of edges work with. */
export interface EdgesContext
  extends Pick<Context, "config" | "store" | "fleet" | "follower" | "now" | "log">,
    Pick<UpdatesContext, "feedKeys" | "tufRoots" | "checkIns">,
    Pick<CountingContext, "checkInWriter"> {}
