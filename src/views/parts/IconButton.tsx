/** A button that shows a sign: its name is spoken, and stands where the pointer rests. */
import type { ComponentProps } from 'react';

interface IconButtonProps extends ComponentProps<'button'> {
  readonly name: string;
}

export function IconButton({ name, ...rest }: IconButtonProps) {
  return <button type="button" aria-label={name} title={name} {...rest} />;
}
