import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { hasHub, type Me } from "../data/me.ts";
import type { Organization, SettingsAnswer } from "../data/organization.ts";
import { type Draft, useDraft } from "../schedule/draft.ts";
import { DraftBar } from "../schedule/draft-bar.tsx";
import { useFocusLater } from "../schedule/focus-later.ts";
import { NextText } from "../schedule/next-text.tsx";
import styles from "../schedule/schedule.module.css";
import { isSameSetting, type Schedule } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { Section } from "../ui/section.tsx";
import { CascadeText } from "./cascade-text.tsx";
import { CustomerSaveDialog, CustomerVersions } from "./customer-save-dialog.tsx";
import { OverrideSection } from "./override-section.tsx";
import { ReturnButton } from "./return-button.tsx";
import type { SettingsBefore } from "./undo.ts";

/** What can be changed of a customer's settings. */
export interface CustomerFields {
  schedule: Schedule;
  allowCustomerOverride: boolean;
}

interface Props {
  readonly me: Me;
  readonly organization: Organization;
  readonly answer: SettingsAnswer;
  /** What the person's own partner says, while it is in conflict with another one. */
  readonly side: { readonly schedule: Schedule; readonly isDefault: boolean } | null;
}

/** *Software updates for …*: the schedule of one customer, and whether it may override. */
export function CustomerSettingsForm({ me, organization, answer, side }: Props) {
  const intl = useIntl();
  const { body: now, etag } = answer;
  // In a conflict a partner edits its own word, not the default that applies meanwhile.
  const base = { schedule: side?.schedule ?? now.schedule, allowCustomerOverride: now.allowCustomerOverride };
  const draft = useDraft<CustomerFields>(base, etag, isSameSetting);
  const before: SettingsBefore = {
    settings: now,
    wordInConflict: side && !side.isDefault ? side.schedule : null,
  };
  const [asked, setAsked] = useState<"save" | "return" | null>(null);
  const { ref, focus } = useFocusLater();
  const reason = now.editable
    ? undefined
    : intl.formatMessage({ id: `schedule.not_editable.${now.notEditableReason ?? "role_read_only"}` });
  const leave = () => {
    draft.drop();
    setAsked(null);
    focus();
  };
  const configuration = useConfiguration();
  const title = intl.formatMessage({ id: "customer.updates" }, { product: configuration.product });
  const change = asked === "return" ? ({ schedule: "inherit" } as const) : draft.changes;
  const yours = { ...draft.changes };
  return (
    <fieldset ref={ref} tabIndex={-1} className={styles.form ?? ""} aria-label={title}>
      <Section title={title} about={<FormattedMessage id="customer.updates.about" />}>
        <p>
          <CascadeText governing={now.governing} /> <NextText next={now.next} />
        </p>
        <ScheduleFields
          schedule={draft.changes.schedule ?? base.schedule}
          onChange={(schedule) => draft.change({ schedule })}
          disabledReason={reason}
        />
        <ReturnButton
          me={me}
          before={before}
          partnerIds={organization.partnerIds}
          isChanged={draft.isChanged}
          onPress={() => setAsked("return")}
        />
      </Section>
      {hasHub(me) && <Override organization={organization} base={base} draft={draft} reason={reason} />}
      <DraftBar
        draft={{ ...draft, drop: leave }}
        onSave={() => setAsked("save")}
        bothVersions={<CustomerVersions organizationId={organization.id} yours={yours} />}
      />
      {asked && (asked === "return" || draft.isChanged) && (
        <CustomerSaveDialog
          me={me}
          organizationId={organization.id}
          before={before}
          change={change}
          basedOn={asked === "return" ? etag : draft.basedOn}
          onKeep={asked === "return" ? undefined : draft.keep}
          onClose={() => setAsked(null)}
          onLeave={leave}
        />
      )}
    </fieldset>
  );
}

interface OverrideProps {
  readonly organization: Organization;
  readonly base: CustomerFields;
  readonly draft: Draft<CustomerFields>;
  readonly reason: string | undefined;
}

function Override({ organization, base, draft, reason }: OverrideProps) {
  const intl = useIntl();
  const noPartner = intl.formatMessage({ id: "problem.override_needs_a_partner" });
  return (
    <OverrideSection
      isOn={draft.changes.allowCustomerOverride ?? base.allowCustomerOverride}
      onChange={(allowCustomerOverride) => draft.change({ allowCustomerOverride })}
      disabledReason={reason ?? (organization.partnerIds.length === 0 ? noPartner : undefined)}
    />
  );
}
