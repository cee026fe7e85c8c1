import { FormattedMessage } from "react-intl";
import type { Release } from "../data/releases.ts";
import { Button, type ButtonLook } from "../ui/button.tsx";
import type { Step } from "./releases-search.ts";

/** The steps that are possible with a release; a withdrawn one stays as it is (R19). */
export function ReleaseActions({ release, onStep }: { release: Release; onStep: (step: Step) => void }) {
  const steps = stepsOf(release);
  if (steps.length === 0) return <FormattedMessage id="releases.withdrawn.stays" />;
  return steps.map(([step, look]) => (
    <Button key={step} look={look} onPress={() => onStep(step)}>
      <FormattedMessage id={`releases.step.${step}`} />
    </Button>
  ));
}

const FORWARD = { planned: "publish", published: "pause", paused: "resume" } as const;

/** The possible steps; the usual next one is last. */
function stepsOf({
  state,
  critical,
}: Release): readonly (readonly [
  Exclude<Step, "builds" | "limits" | "blocks">,
  NonNullable<ButtonLook["look"]>,
])[] {
  if (state === "withdrawn") return [];
  return [
    ["withdraw", "secondary"],
    [critical ? "ordinary" : "critical", "secondary"],
    ["edit", "secondary"],
    [FORWARD[state], state === "published" ? "secondary" : "primary"],
  ];
}
