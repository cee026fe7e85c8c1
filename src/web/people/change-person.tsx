import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { changePerson, type Home, type Person, type PersonPatch, previewPerson } from "../data/people.ts";
import { FormFooter } from "../ui/form-footer.tsx";
import { showDone } from "../ui/toasts.tsx";
import { EndsDialog } from "./ends-dialog.tsx";
import { type Grant, isIncomplete } from "./grant.ts";
import { GrantFields } from "./grant-fields.tsx";
import { isNamed, type NameDraft, NameFields } from "./name-fields.tsx";
import styles from "./people.module.css";

interface Props {
  readonly answer: Answer<Person>;
  readonly home: Home;
  /** Nobody changes the own role. */
  readonly isMe: boolean;
  readonly onDone: () => void;
}

/** Changes name, address, role and customers, with a preview of what ends. */
export function ChangePerson({ answer: { body: person, etag }, home, isMe, onDone }: Props) {
  const intl = useIntl();
  const [names, setNames] = useState<NameDraft>(person);
  const [grant, setGrant] = useState<Grant>(() => grantOf(person));
  const [isTried, setTried] = useState(false);
  const [asked, setAsked] = useState<PersonPatch | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isNamed(names) || isIncomplete(grant)) return;
    const patch = patchOf(person, names, grant);
    if (Object.keys(patch).length === 0) onDone();
    else setAsked(patch);
  };
  const done = () => {
    showDone({ text: intl.formatMessage({ id: "people.changed" }, { name: names.displayName.trim() }) });
    onDone();
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <NameFields names={names} onChange={setNames} isTried={isTried} />
      <GrantFields
        home={home}
        grant={grant}
        onChange={setGrant}
        isTried={isTried}
        disabledReason={isMe ? <FormattedMessage id="people.own_role" /> : undefined}
      />
      <FormFooter onCancel={onDone}>
        <FormattedMessage id="people.review" />
      </FormFooter>
      {asked && (
        <EndsDialog
          title={intl.formatMessage({ id: "people.change.ask" }, { name: person.displayName })}
          about={<Changes person={person} patch={asked} />}
          doIt={<FormattedMessage id="frame.save" />}
          look="primary"
          changeKey={[person.id, asked]}
          preview={() => previewPerson(person.id, asked)}
          act={(keep) => changePerson(person, keep ? { ...asked, keep } : asked, etag)}
          onClose={() => setAsked(null)}
          onDone={done}
        />
      )}
    </Form>
  );
}

function grantOf({ role, organizationIds }: Person): Grant {
  return { role, organizationIds: organizationIds ?? null };
}

/** What of it is another than before. */
function patchOf(person: Person, { displayName, email }: NameDraft, grant: Grant): PersonPatch {
  const before = grantOf(person);
  const isSameReach = JSON.stringify(before.organizationIds) === JSON.stringify(grant.organizationIds);
  const organizationIds = grant.organizationIds === null ? null : [...grant.organizationIds];
  return {
    ...(displayName.trim() !== person.displayName && { displayName: displayName.trim() }),
    ...(email.trim() !== person.email && { email: email.trim() }),
    ...(grant.role !== person.role && { role: grant.role }),
    ...(!isSameReach && { organizationIds }),
  };
}

/** The change in words: role and customers before and after. */
function Changes({ person, patch: { role, organizationIds } }: { person: Person; patch: PersonPatch }) {
  return (
    <>
      {role !== undefined && (
        <p>
          <FormattedMessage
            id="people.change.role"
            values={{
              before: <FormattedMessage id={`frame.role.${person.role}`} />,
              after: <FormattedMessage id={`frame.role.${role}`} />,
            }}
          />
        </p>
      )}
      {organizationIds !== undefined && (
        <p>
          {organizationIds === null ? (
            <FormattedMessage id="people.change.all_customers" />
          ) : (
            <FormattedMessage id="people.change.customers" values={{ count: organizationIds.length }} />
          )}
        </p>
      )}
    </>
  );
}
