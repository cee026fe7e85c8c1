import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import type { Draft } from "./draft.ts";
import { FoundText } from "./found-draft.tsx";
import styles from "./schedule.module.css";

interface Props {
  readonly draft: Draft<object>;
  readonly onSave: () => void;
  /** The settings as they are now and those about to be saved. */
  readonly bothVersions: ReactNode;
}

/** The end of a form with changes: saves them or drops them. Warns if somebody else saved meanwhile. */
export function DraftBar({ draft, onSave, bothVersions }: Props) {
  const intl = useIntl();
  if (!draft.isChanged) return null;
  if (draft.isOvertaken) {
    return (
      <div className={styles.overtaken}>
        <Banner
          tone="warning"
          isUrgent
          title={intl.formatMessage({ id: "schedule.overtaken.while_editing" })}
        >
          {bothVersions}
          <div className={styles.bar}>
            <Button look="primary" onPress={draft.drop}>
              <FormattedMessage id="schedule.overtaken.reload" />
            </Button>
            <Button onPress={draft.keep}>
              <FormattedMessage id="schedule.overtaken.keep" />
            </Button>
          </div>
        </Banner>
      </div>
    );
  }
  return (
    <div className={styles.bar}>
      <Button look="primary" onPress={onSave}>
        <FormattedMessage id="schedule.review" />
      </Button>
      <Button onPress={draft.drop}>
        <FormattedMessage id={draft.foundFrom === null ? "frame.cancel" : "schedule.found.drop"} />
      </Button>
      <span className={styles.quiet} role="status">
        {draft.foundFrom === null ? (
          <FormattedMessage id="schedule.unsaved" />
        ) : (
          <FoundText from={draft.foundFrom} />
        )}
      </span>
    </div>
  );
}
