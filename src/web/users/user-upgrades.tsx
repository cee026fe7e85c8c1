import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { useConfiguration } from "../data/configuration.ts";
import { organizationSettingsQuery } from "../data/organization.ts";
import { saveUserSettings, type User, type UserSettings, userSettingsQuery } from "../data/users.ts";
import { NotEditable } from "../schedule/not-editable.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./users.module.css";

/** R11: *Allow automatic upgrades*, with which a user gets releases before the organization. */
export function UserUpgrades({ user }: { user: User }) {
  const configuration = useConfiguration();
  const { data, error, refetch } = useQuery(userSettingsQuery(user.id));
  return (
    <section className={styles.part}>
      <h3>
        <FormattedMessage id="customer.updates" values={{ product: configuration.product }} />
      </h3>
      {data ? (
        <Switch user={user} answer={data} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={2} />
      )}
    </section>
  );
}

function Switch({ user, answer: { body: settings, etag } }: { user: User; answer: Answer<UserSettings> }) {
  const intl = useIntl();
  const { allowAutomaticUpgrades: isOn, updatedAt, updatedBy } = settings;
  const saving = useMutation({
    mutationFn: (next: boolean) => saveUserSettings(user, next, etag),
    onSuccess: (saved, next) => {
      const id = next ? "users.upgrades.now_on" : "users.upgrades.now_off";
      const text = intl.formatMessage({ id }, { name: user.displayName });
      const undo = () => saveUserSettings(user, !next, saved.etag);
      showDone({ text, undo, thing: `user-settings/${user.id}` });
    },
  });
  return (
    <>
      <SwitchField
        label={intl.formatMessage({ id: "users.upgrades.allow" })}
        description={<Meaning user={user} isOn={isOn} />}
        isOn={isOn}
        onChange={saving.mutate}
        disabledReason={reasonOf(settings)}
      />
      {saving.isError && <Failed error={saving.error} />}
      {updatedAt !== null && updatedBy && (
        <p className={styles.quiet}>
          <FormattedMessage
            id="settings.changed"
            values={{ name: <ActorName actor={updatedBy} />, at: <LocalTime at={updatedAt} /> }}
          />
        </p>
      )}
    </>
  );
}

/** What the switch means as it is, with the schedule of the organization. */
function Meaning({ user, isOn }: { user: User; isOn: boolean }) {
  const { data } = useQuery(organizationSettingsQuery(user.organizationId));
  if (!data) return null;
  const schedule = <ScheduleText schedule={data.body.schedule} />;
  return <FormattedMessage id={`users.upgrades.${isOn ? "on" : "off"}`} values={{ schedule }} />;
}

/** Why the switch cannot be changed. R11 comes before R12 and R13: where it has no effect, rights do not matter. */
function reasonOf(settings: UserSettings): ReactNode {
  const { available, editable, notEditableReason, allowAutomaticUpgrades } = settings;
  if (!available) {
    const id = allowAutomaticUpgrades ? "users.upgrades.not_available_kept" : "users.upgrades.not_available";
    return <FormattedMessage id={id} />;
  }
  if (editable) return undefined;
  return <NotEditable code={notEditableReason} />;
}
