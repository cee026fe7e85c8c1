import { Fleet } from "../src/fleet/fleet.ts";
import { toInstant } from "../src/instant.ts";
import type { PartnerSettings } from "../src/policy/settings.ts";
import { uuid } from "./random.ts";
import { median, type Result } from "./result.ts";
import { makeWorld } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const ROUNDS = 5;
const NOW = toInstant(Date.UTC(2025, 9, 1));
const ANN = { id: "ann", displayName: "Ann", role: "vendor_admin" } as const;

/** Organizations a second that a preview of their one partner's new default goes through. */
export async function benchPreview(): Promise<readonly Result[]> {
  const fleet = new Fleet(makeWorld(ORGANIZATIONS, 1));
  const milliseconds = median(
    Array.from({ length: ROUNDS }, (_, round) => {
      const startedAt = performance.now();
      const counts = fleet.previewPartnerDefault(uuid(0), settings(round), NOW);
      const took = performance.now() - startedAt;
      const counted = counts.reduce((sum, one) => sum + one.organizations, 0);
      if (counted !== ORGANIZATIONS) throw new Error(`the preview counted ${counted} organizations`);
      return took;
    }),
  );
  const shown = Math.round(milliseconds).toLocaleString("en");
  const name = `organizations previewed, a partner's default over ${ORGANIZATIONS.toLocaleString("en")} (${shown} ms)`;
  return [
    {
      name,
      perSecond: (1000 * ORGANIZATIONS) / milliseconds,
      ratio: null,
      goal: ORGANIZATIONS,
    },
  ];
}

function settings(deferralWeeks: number): PartnerSettings {
  const schedule = { schedule: { cadence: "slow", deferralWeeks }, setBy: ANN, setAt: NOW } as const;
  return { schedule, allowCustomerOverride: true, updatedAt: NOW, updatedBy: ANN };
}
