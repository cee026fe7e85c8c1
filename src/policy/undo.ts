import type { Attempt } from "../tenancy/attempt.ts";
import { changeOrganizationSettings, returnToInheritance } from "./change.ts";
import type { Scene } from "./editability.ts";
import type { Schedule } from "./schedule.ts";
import { type OrganizationSettings, partnerWord } from "./settings.ts";

/**
 * What the same actor would save to bring back what an organization had: `scene` is as it was before the change, `after`
 * what the change left. Gives null if nothing that the actor can save does so exactly, such as where a partner replaced what the
 * customer's administrator had set. Who said it and when is not brought back: the undo is a change of its own.
 */
export function findUndo(
  scene: Scene,
  after: OrganizationSettings,
  attempt: Attempt,
): Schedule | "inherit" | null {
  const { actor } = attempt;
  const { settings } = scene;
  const changed = { ...scene, settings: after };
  const said = actor.partnerId === null ? settings.own : partnerWord(settings, actor.partnerId).schedule;
  const wanted = wordsOf(settings);
  const returned = returnToInheritance(changed, actor);
  if (returned.ok && wordsOf(returned.value) === wanted) return "inherit";
  if (!said) return null;
  const saved = changeOrganizationSettings(changed, { schedule: said.schedule }, attempt);
  return saved.ok && wordsOf(saved.value) === wanted ? said.schedule : null;
}

/** What was said, without who said it and when. */
function wordsOf({ own, legacy, partners }: OrganizationSettings): string {
  const words = Object.entries(partners).map(([id, word]) => [
    id,
    word.schedule?.schedule,
    word.allowCustomerOverride,
  ]);
  return JSON.stringify([own?.schedule, legacy, words.sort()]);
}
