import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { useMe } from "../data/me.ts";
import { previewOrganizationSettings } from "../data/organization.ts";
import { declineRequest, type ScheduleRequest } from "../data/requests.ts";
import { SaveDialog } from "../schedule/save-dialog.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { accept, undoAccept } from "./accept-request.ts";
import { MAX_NOTE } from "./ask-dialog.tsx";

interface Props {
  readonly request: ScheduleRequest;
  readonly onClose: () => void;
}

/** Accepts a request of another partner, after the preview of the save that it is, with an undo of that save. */
export function AcceptDialog({ request, onClose }: Props) {
  const intl = useIntl();
  const me = useMe();
  const { id, organizationId, schedule } = request;
  const partner = request.from.partnerName;
  return (
    <SaveDialog
      title={intl.formatMessage({ id: "customer.request.accept.title" }, { partner })}
      reach="one"
      changeKey={["accept", id]}
      preview={() => previewOrganizationSettings(organizationId, { schedule })}
      save={() => accept(request, me)}
      undo={undoAccept}
      thing={`organization/${organizationId}`}
      saveLabel={<FormattedMessage id="customer.request.accept" />}
      done={intl.formatMessage({ id: "customer.request.accepted" }, { partner })}
      about={
        <p>
          <FormattedMessage
            id="customer.request.accept.about"
            values={{ schedule: <ScheduleText schedule={schedule} /> }}
          />
        </p>
      }
      whenChangedMeanwhile={null}
      onReload={onClose}
      onClose={onClose}
      onSaved={onClose}
    />
  );
}

/** Declines a request of another partner, with a note if wished. */
export function DeclineDialog({ request, onClose }: Props) {
  const intl = useIntl();
  const { vendor } = useConfiguration();
  const [note, setNote] = useState("");
  const partner = request.from.partnerName;
  const declining = useMutation({
    mutationFn: () => declineRequest(request.id, note.trim()),
    onSuccess: () => {
      onClose();
      showDone({ text: intl.formatMessage({ id: "customer.request.decline.done" }, { partner }) });
    },
  });
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="primary" isPending={declining.isPending} onPress={() => declining.mutate()}>
        <FormattedMessage id="customer.request.decline" />
      </Button>
    </>
  );
  return (
    <Dialog
      title={intl.formatMessage({ id: "customer.request.decline.title" }, { partner })}
      isOpen
      onClose={onClose}
      actions={actions}
    >
      <p>
        <FormattedMessage id="customer.request.decline.about" />
      </p>
      <TextField
        label={intl.formatMessage({ id: "customer.ask.note" })}
        description={intl.formatMessage({ id: "customer.ask.note.about" }, { partner, vendor })}
        value={note}
        onChange={setNote}
        maxLength={MAX_NOTE}
      />
      {declining.isError && <Failed error={declining.error} />}
    </Dialog>
  );
}
