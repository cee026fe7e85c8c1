import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { changePerson, type Person, previewPerson } from "../data/people.ts";
import { showDone } from "../ui/toasts.tsx";
import { EndsDialog } from "./ends-dialog.tsx";

/** Disables an account, which ends its sessions, or enables it again. */
export function DisablePerson({
  answer: { body: person, etag },
  onDone,
}: {
  answer: Answer<Person>;
  onDone: () => void;
}) {
  const intl = useIntl();
  const disabled = person.disabledAt === null;
  const which = disabled ? "disable" : "enable";
  const name = { name: person.displayName };
  return (
    <EndsDialog
      title={intl.formatMessage({ id: `people.${which}.ask` }, name)}
      about={
        <p>
          <FormattedMessage id={`people.${which}.about`} />
        </p>
      }
      doIt={<FormattedMessage id={`people.${which}`} />}
      look={disabled ? "danger" : "primary"}
      changeKey={[person.id, disabled]}
      preview={() => previewPerson(person.id, { disabled })}
      act={(keep) => changePerson(person, keep ? { disabled, keep } : { disabled }, etag)}
      onClose={onDone}
      onDone={() => {
        showDone({ text: intl.formatMessage({ id: `people.${which}.done` }, name) });
        onDone();
      }}
    />
  );
}
