import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Assignment, assignToMany, type BulkAnswer, bulkPreviewQuery, undoBulk } from "../data/bulk.ts";
import { queryClient } from "../data/query-client.ts";
import { refreshAll } from "../data/refresh.ts";
import { toRefusal } from "../data/refused.ts";
import { SaveDialog } from "../schedule/save-dialog.tsx";
import { AUTOMATIC, type Preview, type Schedule } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { RadioField } from "../ui/radio-field.tsx";
import styles from "./customers.module.css";
import { ReturnText } from "./selection-bar.tsx";

interface Props {
  /** The chosen customers: id to name. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** R9: returns many customers to what they inherit, after the preview. */
export function ReturnDialog({ chosen, onClose, onSaved }: Props) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: "customers.return.title" }, { count: chosen.size });
  return <SaveAssignment {...{ chosen, title, assignment: "inherit", onClose, onSaved }} />;
}

/** Gives many customers one schedule, or returns them to their partner's, in two steps: choose, then preview and save. */
export function AssignDialog({ chosen, onClose, onSaved, isOurs }: Props & { readonly isOurs: boolean }) {
  const intl = useIntl();
  const [schedule, setSchedule] = useState<Schedule>(AUTOMATIC);
  const [isReturn, setReturn] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const title = intl.formatMessage({ id: "customers.assign.title" }, { count: chosen.size });
  if (isAsked) {
    const assignment = isReturn ? ("inherit" as const) : schedule;
    return <SaveAssignment {...{ chosen, title, assignment, onSaved }} onClose={() => setAsked(false)} />;
  }
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="primary" onPress={() => setAsked(true)}>
        <FormattedMessage id="customers.assign.preview" />
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide" actions={actions}>
      <RadioField
        label={intl.formatMessage({ id: "customers.assign.what" })}
        value={isReturn ? "return" : "give"}
        onChange={(what) => setReturn(what === "return")}
        choices={[
          {
            value: "return",
            label: <ReturnText isOurs={isOurs} />,
            description: <FormattedMessage id="customers.assign.return_about" />,
          },
          // The last choice, since the schedule is chosen right below it.
          { value: "give", label: <FormattedMessage id="customers.assign.give" /> },
        ]}
      />
      {!isReturn && (
        <div className={styles.indented}>
          <ScheduleFields schedule={schedule} onChange={setSchedule} />
        </div>
      )}
    </Dialog>
  );
}

interface SaveProps extends Props {
  readonly title: string;
  readonly assignment: Assignment;
}

function SaveAssignment({ chosen, title, assignment, onClose, onSaved }: SaveProps) {
  const intl = useIntl();
  const choice = useId();
  const ids = [...chosen.keys()];
  const asked = bulkPreviewQuery(choice, ids, assignment);
  // The dialog asks, and asks again if that fails.
  const { data: seen, error } = useQuery({ ...asked, enabled: false });
  const [refused, setRefused] = useState<unknown>(null);
  const save = async () => {
    try {
      return await assignToMany(ids, assignment);
    } catch (problem) {
      setRefused(problem);
      throw problem;
    } finally {
      refreshAll();
    }
  };
  const takeBack = async ({ undo }: BulkAnswer) => {
    if (undo) await undoBulk(undo);
    refreshAll();
  };
  const note =
    (error ?? refused) ? (
      <Refused error={error ?? refused} chosen={chosen} />
    ) : (
      seen &&
      !seen.reversible && (
        <Banner tone="warning">
          <FormattedMessage id="customers.assign.final" />
        </Banner>
      )
    );
  return (
    <SaveDialog
      title={title}
      changeKey={["assign", choice, assignment]}
      preview={async () => previewOf(await queryClient.fetchQuery({ ...asked, retry: false }))}
      save={save}
      undo={seen?.reversible ? takeBack : undefined}
      done={intl.formatMessage(
        { id: assignment === "inherit" ? "customers.return.done" : "customers.assign.done" },
        { count: chosen.size },
      )}
      thing="assignment"
      about={note}
      whenChangedMeanwhile={null}
      onReload={onClose}
      onClose={onClose}
      onSaved={onSaved}
    />
  );
}

function previewOf({ preview }: { preview?: Preview }): Preview {
  if (!preview) throw new Error("a dry run answered without a preview");
  return preview;
}

/** The customers that caused a refusal: the server names them by id, the page by name. */
function Refused({ error, chosen }: { error: unknown; chosen: ReadonlyMap<string, string> }) {
  const intl = useIntl();
  const { message } = toRefusal(error);
  const names = [...chosen].flatMap(([id, name]) => (message.includes(id) ? [name] : []));
  if (names.length === 0) return null;
  return (
    <Banner tone="bad" title={<FormattedMessage id="customers.assign.refused" />}>
      <p>{intl.formatList(names)}</p>
    </Banner>
  );
}
