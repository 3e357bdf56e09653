import { describe, expect, it } from 'vitest'
import { isPublicLink } from './public-sites.ts'

describe('a link', () => {
  it.each([
    'https://en.wikipedia.org/wiki/Tide',
    'http://www.reddit.com/r/tides/comments/4xk/how_do_tides_work/',
    'https://meta.stackexchange.com/questions/12/what',
    'www.bbc.co.uk/news/world',
    'http://t.co/a8Xk2PqLm1',
    'https://bit.ly/3xYzAbC',
    'http://nyti.ms/1aB2cD3',
    'https://www.linkedin.com/',
    'http://wn…',
    'https://t.',
  ])('to what everybody reads names nobody: %s', (link) => expect(isPublicLink(link)).toBe(true))

  it.each([
    'https://www.HarbourBakery.se/',
    'https://github.com/some-account',
    'https://www.linkedin.com/in/jo-doe-12',
    'https://www.reddit.com/user/some_name',
    'https://medium.com/@somebody/my-story',
    'https://user:word@wikipedia.org/',
    'https://www.google.com/maps?q=12+Harbour+Street',
    'https://intranet.example.org/people/list',
    'https://reddit.com.evil.example/x',
    'http://jo.at/photos/house',
  ])('to a site or an account of somebody is told: %s', (link) => expect(isPublicLink(link)).toBe(false))
})
