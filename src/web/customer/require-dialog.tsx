import { useMutation, useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { enrolmentQuery, requireKey } from "../data/enrolment.ts";
import { Banner } from "../ui/banner.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SaveActions } from "../ui/save-actions.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";

interface Props {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Requires an enrolment key, after it said how many installations of the last days had none. */
export function RequireDialog({ organizationId, onClose }: Props) {
  const intl = useIntl();
  const preview = useQuery({ ...enrolmentQuery(organizationId), refetchOnMount: "always" });
  const saving = useMutation({
    mutationFn: () => requireKey(organizationId, true, preview.data?.etag ?? null),
    onSuccess: () => {
      onClose();
      showDone({
        text: intl.formatMessage({ id: "customer.enrolment.required_now" }),
        undo: () => requireKey(organizationId, false, null),
        thing: `enrolment/${organizationId}`,
      });
    },
  });
  const seen = preview.data?.body.seen;
  return (
    <Dialog
      title={intl.formatMessage({ id: "customer.enrolment.require" })}
      isOpen
      onClose={onClose}
      actions={
        <SaveActions
          seen={preview}
          label={<FormattedMessage id="customer.enrolment.require.save" />}
          isSaving={saving.isPending}
          onSave={() => saving.mutate()}
          onCancel={onClose}
        />
      }
    >
      <p>
        <FormattedMessage id="customer.enrolment.require.about" />
      </p>
      {preview.isError && <Failed error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <Loading lines={1} />}
      {seen && (
        <Banner
          tone={seen.withoutKey > 0 ? "warning" : "good"}
          title={
            <FormattedMessage
              id="customer.enrolment.would_lose"
              values={{ count: seen.withoutKey, total: seen.installations }}
            />
          }
        />
      )}
      {saving.isError && <Failed error={saving.error} />}
    </Dialog>
  );
}
