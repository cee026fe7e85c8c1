import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { MOST_ENROLMENT_KEYS } from "../../tenancy/enrolment.ts";
import { type Enrolment, enrolmentQuery, makeEnrolmentKey, requireKey } from "../data/enrolment.ts";
import { mayI, useMe } from "../data/me.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import { EnrolmentKeys } from "./enrolment-keys.tsx";
import { RequireDialog } from "./require-dialog.tsx";

interface Props {
  readonly organizationId: string;
}

/** The enrolment keys of a customer, and whether an installation is counted only with one of them. */
export function EnrolmentSection({ organizationId }: Props) {
  const { data, error, refetch } = useQuery(enrolmentQuery(organizationId));
  return (
    <Section
      title={<FormattedMessage id="customer.enrolment" />}
      about={<FormattedMessage id="customer.enrolment.about" />}
    >
      {data && <Controls organizationId={organizationId} enrolment={data.body} etag={data.etag} />}
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />)}
    </Section>
  );
}

interface ControlsProps extends Props {
  readonly enrolment: Enrolment;
  readonly etag: string | null;
}

function Controls({ organizationId, enrolment, etag }: ControlsProps) {
  const me = useMe();
  const { required, keys } = enrolment;
  const mayChange = mayI(me, "change_organization_settings");
  const reason = mayChange ? undefined : <FormattedMessage id="problem.role_read_only" />;
  return (
    <>
      <EnrolmentKeys organizationId={organizationId} enrolment={enrolment} mayChange={mayChange} />
      {mayChange && keys.length < MOST_ENROLMENT_KEYS && (
        <MakeButton organizationId={organizationId} isFirst={keys.length === 0} />
      )}
      {(required || keys.length > 0) && (
        <RequireSwitch organizationId={organizationId} enrolment={enrolment} etag={etag} reason={reason} />
      )}
    </>
  );
}

function MakeButton({ organizationId, isFirst }: Props & { readonly isFirst: boolean }) {
  const intl = useIntl();
  const making = useMutation({
    mutationFn: () => makeEnrolmentKey(organizationId),
    onSuccess: () => showDone({ text: intl.formatMessage({ id: "customer.enrolment.made" }) }),
  });
  return (
    <div>
      {making.isError && <Failed error={making.error} />}
      <Button icon="add" isPending={making.isPending} onPress={() => making.mutate()}>
        <FormattedMessage id={isFirst ? "customer.enrolment.make" : "customer.enrolment.renew"} />
      </Button>
    </div>
  );
}

/** The switch; turning it on opens a dialog that says which installations would no longer be counted. */
function RequireSwitch({
  organizationId,
  enrolment,
  etag,
  reason,
}: ControlsProps & { readonly reason: ReactNode }) {
  const intl = useIntl();
  const [isAsking, setAsking] = useState(false);
  const { required, seen } = enrolment;
  const leaving = useMutation({
    mutationFn: () => requireKey(organizationId, false, etag),
    onSuccess: () =>
      showDone({
        text: intl.formatMessage({ id: "customer.enrolment.not_required_now" }),
        undo: () => requireKey(organizationId, true, null),
        thing: `enrolment/${organizationId}`,
      }),
  });
  return (
    <>
      <SwitchField
        label={intl.formatMessage({ id: "customer.enrolment.require" })}
        description={
          required ? (
            <FormattedMessage id="customer.enrolment.unproven" values={{ count: seen.unproven }} />
          ) : (
            <FormattedMessage
              id="customer.enrolment.would_lose"
              values={{ count: seen.withoutKey, total: seen.installations }}
            />
          )
        }
        isOn={required}
        onChange={(next) => (next ? setAsking(true) : leaving.mutate())}
        disabledReason={reason}
      />
      {leaving.isError && <Failed error={leaving.error} />}
      {isAsking && <RequireDialog organizationId={organizationId} onClose={() => setAsking(false)} />}
    </>
  );
}
