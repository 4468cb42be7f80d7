"""Units, currencies and measure words that follow or precede a number in Chinese text."""

from __future__ import annotations

UNITS: dict[str, str] = {
    "km/h": "公里每小时",
    "km／h": "公里每小时",
    "m/s": "米每秒",
    "元/m²": "元每平方米",
    "kWh": "千瓦时",
    "kW·h": "千瓦时",
    "mAh": "毫安时",
    "km²": "平方公里",
    "cm²": "平方厘米",
    "m²": "平方米",
    "m³": "立方米",
    "cm³": "立方厘米",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "μm": "微米",
    "µm": "微米",
    "nm": "纳米",
    "kg": "公斤",
    "KG": "公斤",
    "Kg": "公斤",
    "mg": "毫克",
    "mL": "毫升",
    "ml": "毫升",
    "min": "分钟",
    "mins": "分钟",
    "ms": "毫秒",
    "kHz": "千赫",
    "MHz": "兆赫",
    "GHz": "吉赫",
    "Hz": "赫兹",
    "Mbps": "兆",
    "MB": "兆",
    "kW": "千瓦",
    "kV": "千伏",
    "kPa": "千帕",
    "kcal": "千卡",
    "cal": "卡",
    "dB": "分贝",
    "px": "像素",
    "mph": "英里每小时",
    "rpm": "转每分",
    "bps": "个基点",
    "bp": "个基点",
    "BP": "个基点",
    "lb": "磅",
    "lbs": "磅",
    "oz": "盎司",
    "ft": "英尺",
    "°C": "摄氏度",
    "℃": "摄氏度",
    "℉": "华氏度",
    "°F": "华氏度",
    "°": "度",
    "m": "米",
    "g": "克",
    "t": "吨",
    "L": "升",
    "h": "小时",
    "s": "秒",
}
"""written unit -> what is said; matched case by case, longest first, with no letter after it"""

CURRENCIES: dict[str, str] = {
    "US$": "美元",
    "HK$": "港元",
    "NT$": "新台币",
    "A$": "澳元",
    "C$": "加元",
    "S$": "新加坡元",
    "RMB": "元",
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "$": "美元",
    "¥": "元",
    "￥": "元",
    "€": "欧元",
    "£": "英镑",
    "₩": "韩元",
    "₽": "卢布",
    "₹": "卢比",
    "฿": "泰铢",
}
"""sign or code before or after an amount -> what is said after it"""

MEASURES = (
    "个|位|名|天|年|周|次|种|家|张|笔|条|项|步|人|岁|倍|件|份|本|台|部|只|间|层|套|支|瓶|杯|碗|双|对|组|排|页|句|遍|趟|回|顿|场|届"
    "|块|元|角|分钟|分(?!之)|秒|吨|克|斤|公斤|米|公里|厘米|毫米|升|里|小时|点|万|亿|千|百|大|方面|类|成|把|颗|根|座|栋|道|辆|股|手|户"
    "|口|地|端|者|多|余|星期|礼拜|刻|室|厅|卫|枚|盒|箱|袋|包|门|架|艘|匹|头|群|批|段|片|篇|封|行(?!长)|例|处|样|码|档|轮|期"
    "|美元|欧元|英镑|港元|平方|立方"
)
"""Before these 2 is 两, unless 第 stands before it."""

ID_WORDS = (
    "尾号|卡号|账号|帐号|账户|编号|单号|工号|学号|订单|验证码|校验码|动态码|取件码|密码|口令|身份证|证件号|邮编|邮政编码|代码|流水号|号码"
    "|热线|QQ|电话|手机|手机号|拨打|拨|致电|客服|座机|传真|房间|房号|分机|微信号|微信|车牌|证号|合同号|批准文号|(?<![A-Za-z])(?:ID|PIN)"
)
"""Words after which digits are read one by one."""

SERVICE_NUMBERS = "12306|12315|12320|12333|12363|12366|12378|12386|10086|10010"
"""Short service numbers of mainland China; read one by one unless something is counted with them."""
