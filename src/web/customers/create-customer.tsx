import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { LONGEST_NUMBER } from "../../tenancy/customer-number.ts";
import type { Me } from "../data/me.ts";
import { createCustomer } from "../data/organizations.ts";
import { allPartnersQuery } from "../data/partners.ts";
import { refreshAfter } from "../data/refresh.ts";
import { customerPath } from "../paths.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isText, isTexts } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./customers.module.css";

const LONGEST_NAME = 200;

interface NewCustomer {
  readonly name: string;
  readonly partnerIds: readonly string[];
  /** The number that the partner has for it, if one partner serves it; empty for none. */
  readonly number: string;
}

const KIND: DraftKind<NewCustomer> = {
  fields: { name: isText, partnerIds: isTexts, number: isText },
  isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other),
};

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

/** Creates a customer, served by the person's own partner or by those that the vendor chooses. */
export function CreateCustomer({ me, onClose, onCreated }: Props) {
  const intl = useIntl();
  const [isAsked, setAsked] = useState(false);
  const title = intl.formatMessage({ id: "customers.create" });
  const empty: NewCustomer = { name: "", partnerIds: me.partnerId ? [me.partnerId] : [], number: "" };
  const draft = useDraft({ kind: KIND, place: "customer/new", name: title, now: empty, etag: null });
  const wanted = { ...empty, ...draft.changes };
  const { name, partnerIds, number } = wanted;
  const form = useId();
  const creating = useMutation({
    mutationFn: createCustomer,
    onSuccess: ({ id }) => {
      draft.drop();
      refreshAfter({ subject: { kind: "organization", id }, organizationId: id });
      const text = intl.formatMessage({ id: "customers.create.done" }, { name: name.trim() });
      showDone({ text, about: customerPath(id) });
      onCreated(id);
    },
  });
  const submit = () => {
    setAsked(true);
    if (name.trim() !== "") creating.mutate(toBody(wanted));
  };
  const cancel = () => {
    draft.drop();
    onClose();
  };
  const actions = (
    <>
      <Button onPress={cancel}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="primary" type="submit" form={form} isPending={creating.isPending}>
        <FormattedMessage id="customers.create" />
      </Button>
    </>
  );
  const isMissing = isAsked && name.trim() === "";
  return (
    <Dialog title={title} isOpen onClose={onClose} actions={actions}>
      <FoundDraft draft={draft} />
      <Form
        id={form}
        className={styles.form ?? ""}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={intl.formatMessage({ id: "customers.create.name" })}
          value={name}
          onChange={(text) => draft.change({ name: text })}
          maxLength={LONGEST_NAME}
          autoFocus
          problem={isMissing ? intl.formatMessage({ id: "customers.create.name_missing" }) : undefined}
        />
        {!me.partnerId && (
          <ServedBy partnerIds={partnerIds} onChange={(ids) => draft.change({ partnerIds: ids })} />
        )}
        {partnerIds.length === 1 && (
          <NumberField number={number} onChange={(text) => draft.change({ number: text })} />
        )}
        {creating.isError && <Failed error={creating.error} />}
      </Form>
    </Dialog>
  );
}

interface NumberProps {
  readonly number: string;
  readonly onChange: (number: string) => void;
}

function NumberField({ number, onChange }: NumberProps) {
  const intl = useIntl();
  return (
    <TextField
      label={intl.formatMessage({ id: "customers.create.number" })}
      description={intl.formatMessage({ id: "customers.create.number.about" })}
      value={number}
      onChange={onChange}
      maxLength={LONGEST_NUMBER}
    />
  );
}

function toBody({ name, partnerIds, number }: NewCustomer) {
  const [partnerId, ...others] = partnerIds;
  const isNumbered = partnerId !== undefined && others.length === 0 && number.trim() !== "";
  const customerNumbers = isNumbered ? [{ partnerId, number: number.trim() }] : [];
  return { name: name.trim(), partnerIds: [...partnerIds], customerNumbers };
}

interface ServedByProps {
  readonly partnerIds: readonly string[];
  readonly onChange: (partnerIds: readonly string[]) => void;
}

/** Chooses the partners that serve the customer; the vendor alone if none is chosen. */
function ServedBy({ partnerIds, onChange }: ServedByProps) {
  const { data: partners, error } = useQuery(allPartnersQuery);
  const label = useId();
  if (error) return <Failed error={error} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like this in every browser
    <div role="group" aria-labelledby={label}>
      <p id={label}>
        <FormattedMessage id="customers.create.partners" />
      </p>
      <div className={styles.choices}>
        {partners?.map(({ id, name }) => (
          <Checkbox
            key={id}
            isSelected={partnerIds.includes(id)}
            onChange={(isOn) => onChange(isOn ? [...partnerIds, id] : partnerIds.filter((one) => one !== id))}
          >
            {name}
          </Checkbox>
        ))}
      </div>
    </div>
  );
}
