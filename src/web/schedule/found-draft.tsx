import { FormattedMessage, useIntl } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { formatRecentTime } from "../ui/instant-formats.ts";
import type { Draft } from "./draft.ts";

/** Says that a form shows a change that the person made earlier or in another tab, and drops it. */
export function FoundDraft({ draft }: { draft: Pick<Draft<object>, "foundFrom" | "drop"> }) {
  if (draft.foundFrom === null) return null;
  const drop = (
    <Button onPress={draft.drop}>
      <FormattedMessage id="schedule.found.drop" />
    </Button>
  );
  return <Banner title={<FoundText from={draft.foundFrom} />} action={drop} />;
}

/** When the change was made: the time of a day that is today, else with its day. */
export function FoundText({ from }: { from: number }) {
  const intl = useIntl();
  const at = formatRecentTime(intl, from);
  return <FormattedMessage id="schedule.found" values={{ at }} />;
}
