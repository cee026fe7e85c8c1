import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { ConflictSide } from "../data/organization.ts";
import { type NewRequest, previewRequest, sendRequest } from "../data/requests.ts";
import { SaveDialog } from "../schedule/save-dialog.tsx";
import type { Schedule } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { TextField } from "../ui/text-field.tsx";

interface Props {
  readonly organizationId: string;
  /** The side that is asked. */
  readonly side: ConflictSide;
  /** The schedule that is proposed at first: what one's own company sets. */
  readonly proposed: Schedule;
  readonly onClose: () => void;
}

/** The most characters of a note to another company. */
export const MAX_NOTE = 200;

/** R10: asks another partner to set the same schedule; the preview shows what happens once it accepts. */
export function AskDialog({ organizationId, side, proposed, onClose }: Props) {
  const intl = useIntl();
  const { vendor } = useConfiguration();
  const [schedule, setSchedule] = useState(proposed);
  const [note, setNote] = useState("");
  const { partnerId: toPartnerId, partnerName: partner } = side;
  const asked: NewRequest = { toPartnerId, schedule };
  const said = note.trim();
  return (
    <SaveDialog
      title={intl.formatMessage({ id: "customer.ask.title" }, { partner })}
      reach="one"
      changeKey={["ask", organizationId, asked]}
      preview={() => previewRequest(organizationId, asked)}
      save={() => sendRequest(organizationId, said === "" ? asked : { toPartnerId, schedule, note: said })}
      saveLabel={<FormattedMessage id="customer.ask.send" />}
      done={intl.formatMessage({ id: "customer.ask.sent" }, { partner })}
      thing={`request/${organizationId}`}
      about={
        <>
          <p>
            <FormattedMessage id="customer.ask.about" values={{ partner }} />
          </p>
          <ScheduleFields
            label={intl.formatMessage({ id: "customer.ask.schedule" })}
            schedule={schedule}
            onChange={setSchedule}
          />
          <TextField
            label={intl.formatMessage({ id: "customer.ask.note" })}
            description={intl.formatMessage({ id: "customer.ask.note.about" }, { partner, vendor })}
            value={note}
            onChange={setNote}
            maxLength={MAX_NOTE}
          />
          <h3>
            <FormattedMessage id="customer.ask.then" values={{ partner }} />
          </h3>
        </>
      }
      whenChangedMeanwhile={null}
      onReload={onClose}
      onClose={onClose}
      onSaved={onClose}
    />
  );
}
