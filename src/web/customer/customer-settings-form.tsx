import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { hasHub, type Me } from "../data/me.ts";
import type { ConflictSide, Organization, SettingsAnswer } from "../data/organization.ts";
import { type Draft, useDraft } from "../schedule/draft.ts";
import { DraftBar } from "../schedule/draft-bar.tsx";
import { type DraftKind, isSchedule, isSwitch } from "../schedule/draft-fields.ts";
import { useFocusLater } from "../schedule/focus-later.ts";
import { NextText } from "../schedule/next-text.tsx";
import { NotEditable } from "../schedule/not-editable.tsx";
import styles from "../schedule/schedule.module.css";
import { isSameSetting, type Schedule } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Section } from "../ui/section.tsx";
import { CascadeText } from "./cascade-text.tsx";
import { ConflictBanner } from "./conflict-banner.tsx";
import customerStyles from "./customer.module.css";
import { CustomerSaveDialog, CustomerVersions } from "./customer-save-dialog.tsx";
import { OverrideSection } from "./override-section.tsx";
import { ReturnButton } from "./return-button.tsx";
import type { SettingsBefore } from "./undo.ts";

/** The settings of a customer that a person can change. */
export interface CustomerFields {
  schedule: Schedule;
  allowCustomerOverride: boolean;
}

const KIND: DraftKind<CustomerFields> = {
  fields: { schedule: isSchedule, allowCustomerOverride: isSwitch },
  isSame: isSameSetting,
};

interface Props {
  readonly me: Me;
  readonly organization: Organization;
  readonly answer: SettingsAnswer;
  /** What the person's own partner says while it conflicts with another one, or null if it does not. */
  readonly side: ConflictSide | null;
  /** What else stands under *Software updates*. */
  readonly children?: ReactNode;
}

/** *Software updates for …*: the schedule of one customer, and whether it may override. */
export function CustomerSettingsForm(props: Props) {
  const { me, organization, answer } = props;
  const { product } = useConfiguration();
  const form = useSettingsForm(props);
  const { base, draft, setAsked, ref, leave, reason } = form;
  const title = useIntl().formatMessage({ id: "customer.updates" }, { product });
  return (
    <fieldset ref={ref} tabIndex={-1} className={styles.form ?? ""} aria-label={title}>
      {answer.body.conflict && (
        <div className={customerStyles.above}>
          <ConflictBanner
            organizationId={organization.id}
            onSay={(schedule) => {
              draft.change({ schedule });
              setAsked({ schedule });
            }}
          />
        </div>
      )}
      <Section title={title} about={<FormattedMessage id="customer.updates.about" />}>
        <p>
          <CascadeText governing={answer.body.governing} />{" "}
          <NextText next={answer.body.next} following={answer.body.installations} hasHint />
        </p>
        <ScheduleChoice {...props} form={form} />
        {props.children}
      </Section>
      {hasHub(me) && <Override organization={organization} base={base} draft={draft} reason={reason} />}
      <DraftBar
        draft={{ ...draft, drop: leave }}
        onSave={() => setAsked("save")}
        bothVersions={<CustomerVersions organizationId={organization.id} yours={draft.changes} />}
      />
      <Saving {...props} form={form} />
    </fieldset>
  );
}

/** The schedule alone, in a panel: what a change of it will do stands below it at once, with the button that saves it. */
export function PanelScheduleForm(props: Props) {
  const { organization } = props;
  const form = useSettingsForm(props);
  const { draft, asked, ref, leave } = form;
  const title = useIntl().formatMessage({ id: "customers.panel.change" });
  return (
    <fieldset
      ref={ref}
      tabIndex={-1}
      className={styles.form ?? ""}
      aria-label={title}
      data-unsaved={draft.isChanged || undefined}
    >
      <ScheduleChoice {...props} form={form} isCompact />
      {draft.isOvertaken && (
        <DraftBar
          draft={{ ...draft, drop: leave }}
          onSave={leave}
          bothVersions={<CustomerVersions organizationId={organization.id} yours={draft.changes} />}
        />
      )}
      {asked === null && draft.isChanged && !draft.isOvertaken && (
        <Saving {...props} form={{ ...form, asked: "save", setAsked: leave }} place="below" />
      )}
      <Saving {...props} form={form} />
    </fieldset>
  );
}

type PartProps = Props & { readonly form: ReturnType<typeof useSettingsForm> };

/** The fields of the schedule, and the return to what is inherited. */
function ScheduleChoice({
  me,
  organization,
  answer,
  side,
  form,
  isCompact = false,
}: PartProps & { readonly isCompact?: boolean }) {
  const { base, before, draft, setAsked, reason } = form;
  const intl = useIntl();
  return (
    <>
      <ScheduleFields
        label={
          side
            ? intl.formatMessage({ id: "customer.conflict.word" }, { partner: side.partnerName })
            : undefined
        }
        schedule={draft.changes.schedule ?? base.schedule}
        onChange={(schedule) => draft.change({ schedule })}
        disabledReason={reason}
        isCompact={isCompact}
      />
      {side && (
        <p>
          <FormattedMessage
            id="customer.conflict.meanwhile"
            values={{ schedule: <ScheduleText schedule={answer.body.schedule} /> }}
          />
        </p>
      )}
      <ReturnButton
        me={me}
        before={before}
        partnerIds={organization.partnerIds}
        isChanged={draft.isChanged}
        onPress={() => setAsked("return")}
      />
    </>
  );
}

/** What is about to be saved, with its preview; nothing while the person is about to save nothing. */
function Saving({ me, organization, answer, form, place }: PartProps & { readonly place?: "below" }) {
  const { asked, draft, before, setAsked, leave } = form;
  const saved = toSave({ asked, draft, etag: answer.etag });
  if (!saved) return null;
  return (
    <CustomerSaveDialog
      key={JSON.stringify(saved.change)}
      {...{ me, before }}
      {...(place && { place })}
      {...saved}
      organizationId={organization.id}
      onClose={() => setAsked(null)}
      onLeave={leave}
    />
  );
}

/** The values that the form starts from, the changes to them, and what the person is about to do with these. */
function useSettingsForm({ organization, answer: { body, etag }, side }: Props) {
  // In a conflict a partner edits its own schedule, not the default that applies meanwhile.
  const { schedule } = side ?? body;
  const base: CustomerFields = { schedule, allowCustomerOverride: body.allowCustomerOverride };
  const ownInConflict = side && !side.isDefault ? side.schedule : null;
  const before: SettingsBefore = { settings: body, ownInConflict };
  const place = `organization/${organization.id}/settings`;
  const draft = useDraft({ kind: KIND, place, name: organization.name, now: base, etag });
  const [asked, setAsked] = useState<Intent>(null);
  const { ref, focus } = useFocusLater();
  const leave = () => {
    draft.drop();
    setAsked(null);
    focus();
  };
  const { editable, notEditableReason } = body;
  const reason = editable ? undefined : <NotEditable code={notEditableReason} />;
  return { base, before, draft, asked, setAsked, ref, leave, reason };
}

/**
 * What the person is about to do: save the draft, save what another partner set (R10), return to what is inherited, or
 * nothing (null).
 */
type Intent = "save" | "return" | { readonly schedule: Schedule } | null;

interface ToSave {
  readonly asked: Intent;
  readonly draft: Draft<CustomerFields>;
  readonly etag: string | null;
}

/** The change to save, with the ETag it is based on, or null if nothing is to be saved. */
function toSave({ asked, draft, etag }: ToSave) {
  if (asked === "return")
    return { change: { schedule: "inherit" }, basedOn: etag, onKeep: undefined } as const;
  if (asked !== null && asked !== "save") {
    const change = { ...draft.changes, schedule: asked.schedule };
    return { change, basedOn: draft.basedOn, onKeep: draft.keep };
  }
  if (asked === null || !draft.isChanged) return null;
  return { change: draft.changes, basedOn: draft.basedOn, onKeep: draft.keep };
}

interface OverrideProps {
  readonly organization: Organization;
  readonly base: CustomerFields;
  readonly draft: Draft<CustomerFields>;
  readonly reason: ReactNode;
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
