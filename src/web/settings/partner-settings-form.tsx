import { useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { useConfiguration } from "../data/configuration.ts";
import { useMe } from "../data/me.ts";
import { type PartnerSettings, partnerQuery } from "../data/partners.ts";
import { type Draft, useDraft } from "../schedule/draft.ts";
import { DraftBar } from "../schedule/draft-bar.tsx";
import { type DraftKind, isScheduleOrNull, isSwitch } from "../schedule/draft-fields.ts";
import { useFocusLater } from "../schedule/focus-later.ts";
import { NotEditable } from "../schedule/not-editable.tsx";
import styles from "../schedule/schedule.module.css";
import { isSameSetting } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Section } from "../ui/section.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { type PartnerFields, PartnerSaveDialog, PartnerVersions } from "./partner-save-dialog.tsx";

const KIND: DraftKind<PartnerFields> = {
  fields: { schedule: isScheduleOrNull, allowCustomerOverride: isSwitch },
  isSame: isSameSetting,
};

interface Props {
  readonly partnerId: string;
  readonly answer: Answer<PartnerSettings>;
  /** What else stands under *Software upgrades*. */
  readonly children: ReactNode;
}

/** *Software upgrades for …*: the schedule for all customers, and whether they may override it. */
export function PartnerSettingsForm({ partnerId, answer, children }: Props) {
  const intl = useIntl();
  const { body: now, etag } = answer;
  const { name } = useSuspenseQuery(partnerQuery(partnerId)).data;
  const place = `partner/${partnerId}/settings`;
  const fields = { schedule: now.schedule, allowCustomerOverride: now.allowCustomerOverride };
  const draft = useDraft<PartnerFields>({ kind: KIND, place, name, now: fields, etag });
  const [isAsking, setAsking] = useState(false);
  const { ref, focus } = useFocusLater();
  const configuration = useConfiguration();
  const reason = now.editable ? undefined : <NotEditable code={now.notEditableReason} />;
  const leave = () => {
    draft.drop();
    setAsking(false);
    focus();
  };
  const title = intl.formatMessage({ id: "settings.upgrades" }, { product: configuration.product });
  return (
    <fieldset ref={ref} tabIndex={-1} className={styles.form ?? ""} aria-label={title}>
      <ScheduleSection title={title} now={now} draft={draft} reason={reason}>
        {children}
      </ScheduleSection>
      <OverrideSection now={now} draft={draft} reason={reason} />
      <DraftBar
        draft={{ ...draft, drop: leave }}
        onSave={() => setAsking(true)}
        bothVersions={<PartnerVersions partnerId={partnerId} yours={draft.changes} />}
      />
      {isAsking && draft.isChanged && (
        <PartnerSaveDialog
          partnerId={partnerId}
          before={now}
          draft={draft}
          onClose={() => setAsking(false)}
          onLeave={leave}
        />
      )}
    </fieldset>
  );
}

interface PartProps {
  readonly now: PartnerSettings;
  readonly draft: Draft<PartnerFields>;
  readonly reason: ReactNode;
}

interface ScheduleProps extends PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

function ScheduleSection({ title, now, draft, reason, children }: ScheduleProps) {
  const configuration = useConfiguration();
  const me = useMe();
  const viewer = me.partnerId === undefined ? "vendor" : "partner";
  const { schedule } = { schedule: now.schedule, ...draft.changes };
  const vendor = configuration.vendor;
  return (
    <Section title={title} about={<FormattedMessage id="settings.upgrades.about" values={{ viewer }} />}>
      {schedule === null && (
        <Banner title={<FormattedMessage id="settings.none" />}>
          <p>
            <FormattedMessage id="settings.none.about" values={{ vendor }} />
          </p>
        </Banner>
      )}
      <ScheduleFields
        schedule={schedule}
        onChange={(next) => draft.change({ schedule: next })}
        disabledReason={reason}
      />
      {schedule !== null && reason === undefined && (
        <div>
          <Button look="quiet" icon="undo" onPress={() => draft.change({ schedule: null })}>
            <FormattedMessage id="settings.none.use" values={{ viewer }} />
          </Button>
        </div>
      )}
      <p>
        {now.updatedAt !== null && now.updatedBy ? (
          <FormattedMessage
            id="settings.changed"
            values={{ name: <ActorName actor={now.updatedBy} />, at: <LocalTime at={now.updatedAt} /> }}
          />
        ) : (
          <FormattedMessage id="settings.never_changed" />
        )}
      </p>
      {children}
    </Section>
  );
}

function OverrideSection({ now, draft, reason }: PartProps) {
  const intl = useIntl();
  const isOn = draft.changes.allowCustomerOverride ?? now.allowCustomerOverride;
  return (
    <Section
      title={<FormattedMessage id="settings.override" />}
      about={<FormattedMessage id="settings.override.about" />}
    >
      <SwitchField
        label={intl.formatMessage({ id: "schedule.override.all" })}
        description={<FormattedMessage id={`schedule.override.${isOn ? "on" : "off"}`} />}
        isOn={isOn}
        onChange={(next) => draft.change({ allowCustomerOverride: next })}
        disabledReason={reason}
      />
    </Section>
  );
}
