import { BLOCK } from "./block.ts";
import { CHANNEL_DATE } from "./channel-date.ts";
import type { Gate } from "./gate.ts";
import { HOLD } from "./hold.ts";
import { PLATFORM_BUILD } from "./platform-build.ts";
import { RELEASE_STATE } from "./release-state.ts";
import { ROLLOUT } from "./rollout.ts";
import { SYSTEM } from "./system.ts";

/**
 * Every gate in the order in which they are checked: the first that is shut gives the reason (R25). R20: a critical
 * release bypasses those with `isPassedByCritical`.
 */
export const GATES: readonly Gate[] = [
  CHANNEL_DATE, // R3, R4
  RELEASE_STATE, // R19
  PLATFORM_BUILD, // R5
  SYSTEM, // R32
  BLOCK, // R31
  HOLD, // R15
  ROLLOUT, // R18, R33
];
