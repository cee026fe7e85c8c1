import type { Registry } from "prom-client";
import type { SharedAnswer } from "../serving/shared-answer.ts";
import type { UpdatesContext } from "../updates/updates-context.ts";
import type { Following } from "./following.ts";
import type { OriginClock } from "./origin-clock.ts";

/** What an edge answers from, once it has a world. */
export interface RunningWorld {
  readonly context: UpdatesContext;
  readonly following: Following;
  readonly clock: OriginClock;
  readonly metrics: Registry;
  /** Looks for entries that this edge does not have yet; all who need that within a second share one look. */
  readonly look: SharedAnswer<void>;
}
