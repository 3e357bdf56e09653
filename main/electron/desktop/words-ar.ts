import type { DesktopWords } from './words.ts'

const RULES = new Intl.PluralRules('ar')
const DRAFTS: Readonly<Record<Intl.LDMLPluralRule, (count: number) => string>> = {
  zero: () => 'لا تُكتب أي مسودة الآن.',
  one: () => 'لا تزال مسودة قيد الكتابة.',
  two: () => 'لا تزال مسودتان قيد الكتابة.',
  few: (count) => `لا تزال ${count} مسودات قيد الكتابة.`,
  many: (count) => `لا تزال ${count} مسودة قيد الكتابة.`,
  other: (count) => `لا تزال ${count} مسودة قيد الكتابة.`,
}

export const ARABIC: DesktopWords = {
  menu: { file: 'ملف', edit: 'تحرير', view: 'عرض', window: 'نافذة', help: 'مساعدة' },
  views: {
    compose: 'الكتابة',
    jobs: 'المهام',
    privacy: 'الخصوصية',
    resources: 'الموارد',
    routing: 'التوجيه',
    testing: 'الاختبار',
    settings: 'الإعدادات',
  },
  newDraft: 'مسودة جديدة',
  newWindow: 'نافذة جديدة',
  quickWindow: 'مسودة سريعة',
  settings: 'الإعدادات…',
  openDataFolder: 'فتح مجلد البيانات',
  keyboardShortcuts: 'اختصارات لوحة المفاتيح',
  quit: 'إنهاء',
  open: 'فتح Tidegate',
  showJobs: 'عرض المهام',
  draftReady: { message: 'مسودة جاهزة', detail: 'افتح Tidegate لقراءتها.' },
  draftFailed: { message: 'تعذر إكمال مسودة', detail: 'افتح Tidegate لمعرفة السبب وما حُفظ.' },
  chooseFolder: 'إضافة مجلد',
  chooseModel: 'إضافة نموذج',
  chooseBackup: 'استعادة نسخة احتياطية',
  backups: 'النسخ الاحتياطية',
  backUpTo: 'نسخ احتياطي إلى ملف',
  backUp: 'نسخ احتياطي',
  choose: 'اختيار',
  models: 'النماذج',
  allFiles: 'كل الملفات',
  keepRunning: 'متابعة العمل في الخلفية',
  cancel: 'إلغاء',
  quitDetail:
    'إن أنهيت التطبيق يبدأ العمل المحلي من جديد عند التشغيل التالي، ويُعلَّم كل طلب مستضاف ربما غادر ولا يُرسل مرتين أبدًا. ما كُتب محفوظ.',
  status(running, waiting) {
    if (running === 0 && waiting === 0) return 'لا شيء قيد التشغيل'
    return [running > 0 ? `قيد التشغيل: ${running}` : '', waiting > 0 ? `في الانتظار: ${waiting}` : ''].filter(Boolean).join('، ')
  },
  quitMessage: (writing) => DRAFTS[RULES.select(writing)](writing),
}
