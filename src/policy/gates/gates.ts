import { CHANNEL_DATE } from "./channel-date.ts";
import type { Gate } from "./gate.ts";
import { HOLD } from "./hold.ts";
import { PLATFORM_BUILD } from "./platform-build.ts";
import { RELEASE_STATE } from "./release-state.ts";
import { ROLLOUT } from "./rollout.ts";

/**
 * Every rule about one release, in the order in which they are asked: the first that is shut gives the reason (R25).
 * R20: a critical release passes those that say so, whatever they would have said.
 */
export const GATES: readonly Gate[] = [
  CHANNEL_DATE, // R3, R4
  RELEASE_STATE, // R19
  PLATFORM_BUILD, // R5
  HOLD, // R15
  ROLLOUT, // R18
];
