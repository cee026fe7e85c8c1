import { FormattedMessage, useIntl } from "react-intl";
import { type Person, previewPerson, removePerson } from "../data/people.ts";
import { showDone } from "../ui/toasts.tsx";
import { EndsDialog } from "./ends-dialog.tsx";

interface Props {
  readonly person: Person;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** Removes an account for good, after showing what ends with it. */
export function RemovePerson({ person, onCancel, onDone }: Props) {
  const intl = useIntl();
  const name = { name: person.displayName };
  return (
    <EndsDialog
      title={intl.formatMessage({ id: "people.remove.ask" }, name)}
      about={
        <p>
          <FormattedMessage id="people.remove.about" />
        </p>
      }
      doIt={<FormattedMessage id="people.remove" />}
      changeKey={[person.id, "removed"]}
      preview={() => previewPerson(person.id, { removed: true })}
      act={(keep) => removePerson(person, keep)}
      onClose={onCancel}
      onDone={() => {
        showDone({ text: intl.formatMessage({ id: "people.removed" }, name) });
        onDone();
      }}
    />
  );
}
