import { afterEach, expect, it } from 'vitest'
import type { Template } from '#contracts/templates.ts'
import { createCoreText, hearCore } from '../i18n/core-text.ts'
import { spokenTemplate } from './spoken-template.ts'

afterEach(() => hearCore(null))

const template: Template = {
  id: 'post',
  name: 'Post',
  purpose: 'A short post for a blog or a network.',
  promptOptional: false,
  builtIn: true,
  instruction: ['Write for {channel}.'],
  output: 'prose',
  extractive: null,
  fields: [
    {
      name: 'channel',
      label: 'Channel',
      help: '',
      required: false,
      kind: 'choice',
      choices: [{ value: 'a company blog', label: 'Blog' }],
      default: '',
    },
    { name: 'tone', label: 'Tone', help: 'How it sounds.', required: false, kind: 'tone', default: '' },
  ],
}

it('says a template of the app in the person’s language, and leaves what the model is told', () => {
  expect(spokenTemplate(template)).toEqual(template)
  hearCore(createCoreText({ Post: 'Beitrag', Channel: 'Kanal', Blog: 'Blog', Tone: 'Ton', 'How it sounds.': 'Wie es klingt.' }, 'de'))
  const { name, purpose, fields, instruction } = spokenTemplate(template)
  expect([name, purpose, instruction]).toEqual(['Beitrag', 'A short post for a blog or a network.', ['Write for {channel}.']])
  expect(fields).toEqual([
    { ...template.fields[0], label: 'Kanal' },
    { ...template.fields[1], label: 'Ton', help: 'Wie es klingt.' },
  ])
})

it('leaves a template of the workspace as it was written', () => {
  hearCore(createCoreText({ Post: 'Beitrag' }, 'de'))
  expect(spokenTemplate({ ...template, builtIn: false }).name).toBe('Post')
})
