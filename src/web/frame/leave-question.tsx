import { useBlocker } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { dropDraft, isKept, openDrafts } from "../data/draft-store.ts";
import { KEPT_DAYS } from "../data/draft-text.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/**
 * Asks before the person leaves a page with a change that is not saved: for addresses of the page in a dialog, for all
 * others the browser does. A draft that was found again and left as it is does not make it ask a second time.
 */
export function LeaveQuestion() {
  const { status, proceed, reset } = useBlocker(LEAVING);
  if (status !== "blocked") return null;
  return <Question onLeave={proceed} onStay={reset} />;
}

const hasOpenDraft = () => openDrafts().length > 0;

const LEAVING = {
  // Another search on the same page leaves nothing.
  shouldBlockFn: ({ current, next }: Record<"current" | "next", { readonly pathname: string }>) =>
    current.pathname !== next.pathname && hasOpenDraft(),
  enableBeforeUnload: hasOpenDraft,
  withResolver: true,
} as const;

interface Props {
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

function Question({ onLeave, onStay }: Props) {
  const intl = useIntl();
  const drafts = openDrafts();
  const areKept = drafts.every(isKept);
  const drop = () => {
    for (const key of drafts) dropDraft(key);
    onLeave();
  };
  const actions = (
    <>
      <Button onPress={onStay}>
        <FormattedMessage id="frame.leave.stay" />
      </Button>
      <Button look={areKept ? "secondary" : "danger"} onPress={drop}>
        <FormattedMessage id="frame.leave.drop" />
      </Button>
      {areKept && (
        <Button look="primary" autoFocus onPress={onLeave}>
          <FormattedMessage id="frame.leave.keep" />
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={intl.formatMessage({ id: "frame.leave" })} isOpen onClose={onStay} actions={actions}>
      <p>
        <FormattedMessage
          id={areKept ? "frame.leave.kept" : "frame.leave.not_kept"}
          values={{ days: KEPT_DAYS, recent: intl.formatMessage({ id: "frame.recent" }) }}
        />
      </p>
    </Dialog>
  );
}
