import { Gauge, type Registry } from "prom-client";
import { BEHIND_CODES, CONDITIONS } from "../../policy/behind.ts";
import { SharedAnswer } from "../../serving/shared-answer.ts";
import type { Context } from "../context.ts";

/** How long numbers are good: they change with check-ins, which come once a day from each installation. */
const GOOD_FOR_MS = 60_000;

/**
 * Registers what installations run, as far as it asks for attention, and gives the function that updates it. It counts at most
 * once a minute, and only where somebody asks.
 */
export function measureAdoptionFor(
  registry: Registry,
  { fleet, census, now }: Pick<Context, "fleet" | "census" | "now">,
): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `sluice_installations${name}`, help, labelNames, registers: [registry] });
  const total = gauge("", "Installations, without those that something else manages", []);
  const current = gauge("_current", "Installations that run what they should, or newer", []);
  const behind = gauge("_behind", "Installations that run less than the newest release that is out, by why", [
    "reason",
  ]);
  const conditions = gauge(
    "_by_condition",
    "Installations on the way over a step, stuck before one, past an end of life, on what is stopped, or managed elsewhere",
    ["condition"],
  );
  const counted = new SharedAnswer(GOOD_FOR_MS, async () => {
    await census.catchUp().catch(() => undefined);
    const adoption = await fleet.adoption({}, now());
    total.set(adoption.total);
    current.set(adoption.current);
    for (const reason of BEHIND_CODES) behind.set({ reason }, adoption.behind.get(reason) ?? 0);
    for (const condition of CONDITIONS) {
      conditions.set({ condition }, adoption.conditions.get(condition) ?? 0);
    }
  });
  return () => counted.get();
}
