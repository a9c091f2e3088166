/** The Chinese texts about roaming; see english-roaming.ts. */
export const chineseRoaming = {
  'test.lost': '丢包 {{share}}',
  'test.with': '{{text}}：{{why}}',
  'test.why.switchedOff': '已在设置中关闭',
  'test.why.notPossible': '此处无法测试',
  'test.why.notLed': '绑定到此链路的数据可能从另一链路发出',
  'test.why.noGateway': '此链路没有网关',
  'test.why.noNameServers': '网络未提供域名服务器',
  'test.why.noTime': '时间不足',
  'test.why.gatewaySilent': '不应答，但可通行',
  'test.why.nameUnknown': '有应答，但不认识该域名',
  'test.why.systemOnly': '仅系统的检测通过',

  'settings.test': '链路测试',
  'settings.checkInternet': '访问互联网上的地址',
  'settings.checkInternetOn': '仅在试用时进行，此外不会主动联网。访问的地址：{{address}}',
  'settings.checkInternetOff': '试用时只看系统的判断。',
  'settings.checkAddress': '访问的地址',
  'settings.checkAddressSystem': '留空则使用系统自己的地址 {{address}}。其他地址须返回 204，或像 NetworkManager 的检测那样应答。',
  'settings.checkAddressDefault': '留空则使用 {{address}}。其他地址须返回 204，或像 NetworkManager 的检测那样应答。',
  'settings.checkAddressWrong': '请填写以 http:// 或 https:// 开头的地址',
} as const;
