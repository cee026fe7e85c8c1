import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { createForecastLink, forecastLinksQuery, revokeForecastLink } from "../data/organization.ts";
import { useLanguage } from "../language/language-provider.tsx";
import { serverLocale } from "../language/locale.ts";
import { calendarAddress } from "../paths.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./customer.module.css";

/** Opens the dialog for a calendar subscription of the forecast. Its private address is shown once. */
export function CalendarLink({ organizationId }: { organizationId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button icon="calendar" onPress={() => setOpen(true)}>
        <FormattedMessage id="customer.calendar" />
      </Button>
      {isOpen && <CalendarDialog organizationId={organizationId} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface Props {
  readonly organizationId: string;
  readonly onClose: () => void;
}

function CalendarDialog({ organizationId, onClose }: Props) {
  const intl = useIntl();
  const making = useMutation({ mutationFn: () => createForecastLink(organizationId) });
  const { locale } = useLanguage();
  const url = making.data && calendarAddress(making.data.url, serverLocale(locale));
  const actions = (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.close" />
      </Button>
      {url === undefined && (
        <Button look="primary" isPending={making.isPending} onPress={() => making.mutate()}>
          <FormattedMessage id="customer.calendar.make" />
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      title={intl.formatMessage({ id: "customer.calendar" })}
      isOpen
      onClose={onClose}
      actions={actions}
    >
      <p>
        <FormattedMessage id="customer.calendar.about" />
      </p>
      {making.isError && <Failed error={making.error} />}
      {url !== undefined && (
        <Banner tone="good" isUrgent title={<FormattedMessage id="customer.calendar.made" />}>
          <div className={styles.address}>
            <code>{url}</code>
            <CopyButton text={url} label={intl.formatMessage({ id: "customer.calendar.copy" })} />
          </div>
        </Banner>
      )}
      <Links organizationId={organizationId} />
    </Dialog>
  );
}

/** The addresses in use, each of which can be revoked. */
function Links({ organizationId }: { organizationId: string }) {
  const intl = useIntl();
  const { data, error, refetch } = useQuery(forecastLinksQuery(organizationId));
  const revoking = useMutation({
    mutationFn: (id: string) => revokeForecastLink(organizationId, id),
    onSuccess: () => showDone({ text: intl.formatMessage({ id: "customer.calendar.revoked" }) }),
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={1} />;
  if (data.items.length === 0) return null;
  return (
    <>
      <h3>
        <FormattedMessage id="customer.calendar.links" />
      </h3>
      {revoking.isError && <Failed error={revoking.error} />}
      <ul className={styles.links}>
        {data.items.map(({ id, createdAt, createdBy }) => (
          <li key={id}>
            <span>
              <FormattedMessage
                id="customer.changes.by"
                values={{ name: <ActorName actor={createdBy} isFirst />, at: <LocalTime at={createdAt} /> }}
              />
            </span>
            <Button look="quiet" icon="remove" onPress={() => revoking.mutate(id)}>
              <FormattedMessage id="customer.calendar.revoke" />
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
