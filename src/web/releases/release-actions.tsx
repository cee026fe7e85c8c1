import { getRouteApi } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Release } from "../data/releases.ts";
import { Button, type ButtonLook } from "../ui/button.tsx";
import type { RowAction } from "../ui/row-menu.tsx";
import { readReleasesSearch, type Step } from "./releases-search.ts";

const route = getRouteApi("/signed-in/releases");

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

/** Gives what can be done with a release of the list: to look at it, and the vendor's steps. */
export function useReleaseActions(mayManage: boolean) {
  const intl = useIntl();
  const navigate = route.useNavigate();
  const search = readReleasesSearch({ ...route.useSearch() });
  const go = (release: string, step?: Step) =>
    void navigate({ search: { ...search, release, step }, resetScroll: false });
  return (release: Pick<Release, "id" | "state" | "critical">): readonly RowAction[] => [
    {
      key: "open",
      label: intl.formatMessage({ id: "releases.open" }),
      onAction: () => go(release.id),
    },
    ...(mayManage ? stepsOf(release) : []).map(([step]) => ({
      key: step,
      label: intl.formatMessage({ id: `releases.step.${step}` }),
      onAction: () => go(release.id, step),
    })),
  ];
}

const FORWARD = { planned: "publish", published: "pause", paused: "resume" } as const;

/** The possible steps; the usual next one is last. */
function stepsOf({
  state,
  critical,
}: Pick<Release, "state" | "critical">): readonly (readonly [
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
